import type { errors as english } from '../en/errors.ts'
import type { Translated } from '../translated.ts'
import { dataErrors } from './errors-data.ts'
import { ipSetErrors } from './errors-ip-sets.ts'

export const errors: Translated<typeof english> = {
  input_invalid: {
    what: 'Có chỗ nhập chưa hợp lệ.',
    remedy: 'Hãy xem lại các ô rồi thử lại.',
  },
  method_unknown: {
    what: 'Cửa sổ này yêu cầu một việc mà phiên bản Wisdeck này không biết.',
    remedy: 'Đóng cửa sổ và mở lại Wisdeck để hai phần cùng phiên bản.',
  },
  call_refused: {
    what: 'Wisdeck không nhận cửa sổ này là của mình.',
    remedy: 'Đóng cửa sổ và mở lại Wisdeck.',
  },
  internal: {
    what: 'Có lỗi bên trong Wisdeck.',
    remedy:
      'Hãy thử lại. Nếu vẫn lỗi, khởi động lại Wisdeck; log trong thư mục dữ liệu cho biết thêm và không chứa token nào.',
  },
  cancelled: {
    what: 'Việc này đã bị hủy trước khi xong.',
    remedy: 'Không gửi thêm gì nữa. Hãy bắt đầu lại nếu bạn vẫn muốn.',
  },
  server_unknown: {
    what: 'Máy chủ này không còn trong Wisdeck.',
    remedy: 'Có thể nó vừa bị gỡ. Hãy quay lại danh sách.',
  },
  'server_read-only': {
    what: 'Máy chủ này ở đây là chỉ đọc.',
    exact: '{server} ở đây là chỉ đọc.',
    remedy: 'Chưa gửi gì. Hãy tắt chế độ chỉ đọc trong cài đặt máy chủ để thay đổi.',
  },
  'server_url-invalid': {
    what: 'Đây không phải địa chỉ của một panel.',
    remedy: 'Nhập tên máy hoặc địa chỉ IP, kèm cổng nếu khác 2083, như panel.example.com:3082.',
  },
  'server_http-refused': {
    what: 'Máy chủ này không được phép dùng http không mã hóa.',
    remedy:
      'Hãy dùng https. Nếu panel không có https, cho phép http riêng máy chủ này: khi đó token của bạn đi qua mạng không được mã hóa.',
  },
  file_unreadable: {
    what: 'Dòng đầu chưa nêu đủ các cột cần có.',
    exact: 'Dòng đầu chưa nêu cột cần có: {missing}.',
    remedy: 'Dùng tệp CSV mã UTF-8, dòng đầu là tên các cột.',
  },
  'file_columns-unknown': {
    what: 'Dòng đầu có tên cột không rõ.',
    exact: 'Dòng đầu có tên cột không rõ: {unknown}. Các cột đã biết: {columns}.',
    remedy: 'Chưa đọc gì, vì nội dung các cột đó sẽ bị mất. Hãy sửa tên cột hoặc bỏ chúng đi.',
  },
  'file_columns-twice': {
    what: 'Dòng đầu nêu một cột hai lần.',
    exact: 'Dòng đầu nêu một cột hai lần: {twice}.',
    remedy: 'Chưa đọc gì. Hãy chỉ giữ lại cột đúng.',
  },
  view_unknown: {
    what: 'Chế độ xem này không còn nữa.',
    remedy: 'Nó vừa bị gỡ. Hãy lưu bộ lọc thành chế độ xem mới nếu bạn vẫn cần.',
  },
  vault_undecided: {
    what: 'Chưa chọn nơi lưu token.',
    remedy: 'Chọn một nơi trong Cài đặt: chuỗi khóa hệ thống, tệp có cụm mật khẩu, hoặc chỉ đến khi đóng Wisdeck.',
  },
  vault_locked: {
    what: 'Kho token của bạn đang khóa.',
    remedy: 'Mở khóa bằng cụm mật khẩu, hoặc mở chuỗi khóa của hệ thống, rồi thử lại.',
  },
  vault_denied: {
    what: 'Chuỗi khóa của hệ thống từ chối truy cập.',
    remedy: 'Hãy cho phép Wisdeck trong hộp thoại của chuỗi khóa, hoặc chọn nơi khác lưu token trong Cài đặt.',
  },
  vault_unavailable: {
    what: 'Chuỗi khóa của hệ thống không phản hồi.',
    remedy:
      'Khởi động dịch vụ bí mật (secret service), hoặc chọn nơi khác lưu token trong Cài đặt. Chưa có token nào bị ghi ra đâu cả.',
  },
  vault_missing: {
    what: 'Máy chủ này chưa có token.',
    remedy:
      'Nhập token API của panel. Nếu trước đây đã có, token đó chỉ được giữ đến khi đóng Wisdeck hoặc đã bị gỡ khỏi chuỗi khóa.',
  },
  'vault_wrong-passphrase': {
    what: 'Cụm mật khẩu không đúng.',
    remedy: 'Hãy thử lại và kiểm tra bộ gõ. Không có cụm mật khẩu thì không ai đọc được token trong tệp.',
  },
  vault_damaged: {
    what: 'Tệp chứa token của bạn bị hỏng.',
    remedy: 'Danh sách máy chủ vẫn còn. Hãy khôi phục tệp từ bản sao lưu, hoặc nhập lại các token.',
  },
  net_dns: {
    what: 'Không tìm thấy tên của máy chủ này.',
    exact: 'Không tìm thấy tên {host}.',
    remedy: 'Kiểm tra chính tả, kết nối internet và xem bản ghi DNS có còn không.',
  },
  net_refused: {
    what: 'Máy chủ có đó nhưng từ chối kết nối ở cổng này.',
    exact: '{host} có đó nhưng từ chối kết nối ở cổng {port}.',
    remedy: 'Panel có thể đang dừng hoặc dùng cổng khác: panel thường dùng cổng 2083 hoặc 3082.',
  },
  net_unreachable: {
    what: 'Không có đường tới máy chủ này.',
    exact: 'Không có đường tới {host}.',
    remedy: 'Kiểm tra mạng hoặc VPN. Nếu người khác vào được, có thể có tường lửa ở giữa.',
  },
  net_timeout: {
    what: 'Máy chủ không phản hồi kịp.',
    exact: '{host} không phản hồi kịp.',
    remedy: 'Có thể máy chủ đang bận, hoặc tường lửa lặng lẽ bỏ kết nối. Hãy thử lại sau.',
  },
  net_lost: {
    what: 'Kết nối bị ngắt trước khi nhận đủ phản hồi.',
    exact: 'Kết nối tới {host} bị ngắt trước khi nhận đủ phản hồi.',
    remedy: 'Hãy thử lại. Nếu vẫn xảy ra, xem lại máy chủ hoặc proxy ở giữa.',
  },
  'net_too-large': {
    what: 'Phản hồi lớn hơn mức mà một panel có thể trả.',
    remedy: 'Nội dung đã bị bỏ. Kiểm tra xem địa chỉ có đúng là máy chủ WisPanel không.',
  },
  tls_untrusted: {
    what: 'Bạn chưa tin cậy chứng chỉ của máy chủ này.',
    exact: 'Bạn chưa tin cậy chứng chỉ của {host}.',
    remedy: 'Hãy so vân tay với vân tay trên chính máy chủ rồi tin cậy. Trước đó token của bạn không được gửi đi.',
  },
  tls_changed: {
    what: 'Chứng chỉ không phải cái mà bạn đã tin cậy.',
    exact: 'Chứng chỉ của {host} không phải cái mà bạn đã tin cậy.',
    remedy:
      'Có thể chứng chỉ đã được gia hạn, hoặc có kẻ đứng giữa. Hãy so cũ với mới; không gửi gì cho đến khi bạn tin cậy chứng chỉ mới.',
  },
  tls_failed: {
    what: 'Không lập được kết nối an toàn.',
    exact: 'Không lập được kết nối an toàn tới {host}.',
    remedy: 'Cổng này có thể không dùng https, hoặc TLS của máy chủ quá cũ. Hãy kiểm tra cổng trước.',
  },
  'panel_token-rejected': {
    what: 'Panel không chấp nhận token này.',
    remedy: 'Token có thể đã hết hạn hoặc bị thu hồi. Tạo token API mới trong panel rồi nhập vào đây.',
  },
  panel_scope: {
    what: 'Token không có quyền làm việc này.',
    exact: 'Token không có quyền dùng “{scope}”.',
    remedy: 'Mở rộng quyền của token trong panel, hoặc tạo token mới có quyền đó. Token mới mặc định chỉ đọc.',
  },
  'panel_address-refused': {
    what: 'Panel không nhận token này từ địa chỉ của bạn.',
    remedy: 'Thêm địa chỉ của máy tính này vào danh sách IP được phép của token trong panel.',
  },
  panel_forbidden: {
    what: 'Panel đã từ chối việc này.',
    remedy: 'Kiểm tra trong panel xem chủ token được làm những gì.',
  },
  'panel_not-found': {
    what: 'Panel không còn mục này nữa.',
    remedy: 'Có thể nó đã bị xóa ở đó. Hãy làm mới để xem còn gì.',
  },
  'panel_wrong-path': {
    what: 'Không có API WisPanel ở địa chỉ này.',
    remedy: 'Kiểm tra tên máy và cổng. API nằm ở /api/v1 của panel.',
  },
  panel_redirect: {
    what: 'Máy chủ chỉ sang địa chỉ khác, và Wisdeck không đi theo.',
    exact: 'Máy chủ chỉ sang {location}, và Wisdeck không đi theo.',
    remedy: 'Token của bạn không được gửi tới đó. Nếu địa chỉ đó đúng, hãy nhập nó làm địa chỉ máy chủ.',
  },
  panel_invalid: {
    what: 'Panel không chấp nhận các giá trị này.',
    remedy: 'Sửa những gì panel nêu rồi thử lại.',
  },
  panel_conflict: {
    what: 'Panel đã có mục mang tên này.',
    remedy: 'Chọn tên khác, hoặc làm mới rồi sửa mục đã có.',
  },
  panel_throttled: {
    what: 'Token này tạm thời đã dùng hết hạn mức yêu cầu.',
    remedy: 'Không có lỗi gì: Wisdeck tiếp tục khi hạn mức của panel trống trở lại.',
  },
  'panel_server-error': {
    what: 'Panel gặp lỗi của chính nó.',
    exact: 'Panel gặp lỗi của chính nó (mã {status}).',
    remedy: 'Hãy thử lại sau. Nếu vẫn lỗi, xem log của panel.',
  },
  panel_html: {
    what: 'Nhận về một trang web thay vì dữ liệu.',
    exact: 'Nhận về một trang web thay vì dữ liệu (mã {status}).',
    remedy: 'Có thể một proxy hoặc chương trình khác phản hồi ở địa chỉ này. Kiểm tra tên máy và cổng.',
  },
  'panel_bad-reply': {
    what: 'Không đọc được phản hồi.',
    exact: 'Không đọc được phản hồi (mã {status}).',
    remedy: 'Panel có thể thuộc phiên bản mà Wisdeck chưa biết. Phần đọc được vẫn được hiển thị.',
  },
  write_unknown: {
    what: 'Kết nối bị ngắt, không rõ thay đổi đã được thực hiện hay chưa.',
    remedy: 'Hãy làm mới và xem lại trước khi thử lần nữa, để không làm hai lần.',
  },
  'write_not-applied': {
    what: 'Panel đã nhận lời nhưng vẫn hiện giá trị cũ.',
    exact: 'Panel đã nhận lời nhưng vẫn hiện giá trị cũ của {subject}.',
    remedy: 'Hãy làm mới và xem lại. Nếu giá trị cũ vẫn còn, panel này không hỗ trợ thay đổi đó.',
  },
  'confirm_first-restriction': {
    what: 'Đây sẽ là địa chỉ đầu tiên trong danh sách, mọi địa chỉ khác có thể bị chặn.',
    remedy: 'Hãy xác nhận rằng chỉ các địa chỉ trong danh sách được vào.',
  },
  'confirm_last-restriction': {
    what: 'Việc này sẽ làm trống danh sách IP được phép.',
    remedy: 'Danh sách trống có thể nghĩa là mở cho tất cả hoặc chặn tất cả. Hãy xác nhận, hoặc giữ lại một địa chỉ.',
  },
  confirm_typed: {
    what: 'Nội dung phải gõ để xác nhận chưa có hoặc chưa đúng.',
    exact: 'Để xác nhận, phải gõ “{wanted}”.',
    remedy: 'Chưa gửi gì. Hãy gõ đúng như hiển thị rồi chạy lại kế hoạch.',
  },
  confirm_ours: {
    what: 'Vài danh sách sẽ mất một địa chỉ của bạn.',
    exact: '{count} danh sách sẽ mất {address}, một địa chỉ của chính bạn.',
    remedy: 'Chưa gửi gì. Hãy bỏ các tài khoản đó ra, hoặc gõ một trong các địa chỉ để vẫn tiếp tục.',
  },
  plan_unknown: {
    what: 'Kế hoạch này không còn nữa.',
    remedy: 'Kế hoạch được giữ đến khi đóng Wisdeck. Hãy lập lại: chỉ mất chốc lát.',
  },
  plan_expired: {
    what: 'Kế hoạch này quá cũ để chạy an toàn.',
    remedy: 'Chưa gửi gì. Hãy lập lại để theo đúng dữ liệu hiện có trên máy chủ.',
  },
  plan_used: {
    what: 'Kế hoạch này đã được chạy rồi.',
    remedy: 'Mỗi kế hoạch chỉ chạy một lần. Hãy xem đợt chạy của nó, hoặc lập kế hoạch mới.',
  },
  plan_empty: {
    what: 'Kế hoạch này không có gì để thay đổi.',
    remedy: 'Mọi dòng đã đúng như mong muốn, không đổi được, hoặc đang chờ bạn xác nhận.',
  },
  'plan_holds-passwords': {
    what: 'Kế hoạch này chứa mật khẩu nên không lưu được.',
    exact: 'Kế hoạch này chứa mật khẩu từ {count} dòng của tệp nên không lưu được.',
    remedy: 'Hãy bỏ mật khẩu khỏi tệp rồi lập lại kế hoạch: Wisdeck sẽ tự tạo. Hoặc chạy ngay bây giờ.',
  },
  run_unknown: {
    what: 'Đợt chạy này không có trong danh sách.',
    remedy: 'Hãy quay lại danh sách các đợt chạy.',
  },
  'run_wrong-state': {
    what: 'Đợt chạy đang ở trạng thái không làm được việc này.',
    exact: 'Đợt chạy đang ở trạng thái {state} nên hiện không làm được việc này.',
    remedy: 'Hãy xem đợt chạy hiện ra sao rồi thử lại.',
  },
  run_busy: {
    what: 'Đang có một đợt chạy khác.',
    remedy: 'Hãy chờ nó kết thúc, hoặc tạm dừng hay hủy nó trước.',
  },
  handout_none: {
    what: 'Đợt chạy này không có mật khẩu nào để xem.',
    remedy: 'Mật khẩu chỉ hiện một lần. Nếu chưa giữ lại, hãy tạo lại chúng.',
  },
  'handout_passphrase-needed': {
    what: 'Cần một cụm mật khẩu để niêm phong các mật khẩu mới.',
    remedy: 'Chưa gửi gì. Hãy chọn một cụm ít nhất 8 ký tự rồi chạy lại kế hoạch.',
  },
  'handout_wrong-passphrase': {
    what: 'Cụm mật khẩu này không mở được các mật khẩu này.',
    remedy: 'Hãy dùng cụm đã nhập khi tạo chúng. Thử sai không làm mất gì.',
  },
  handout_damaged: {
    what: 'Đây không phải tệp mật khẩu nguyên vẹn.',
    exact: 'Đây không phải tệp mật khẩu nguyên vẹn ({reason}).',
    remedy: 'Hãy dùng tệp đúng như Wisdeck đã ghi. Nếu tệp bị cắt hoặc sửa, hãy lấy bản khác, hoặc tạo lại mật khẩu.',
  },
  ...dataErrors,
  ...ipSetErrors,
  demo_failed: {
    what: 'Không khởi động được các máy chủ mẫu.',
    exact: 'Không khởi động được các máy chủ mẫu: {reason}',
    remedy: 'Hãy thử lại với ít panel hơn. Máy chủ của bạn không bị ảnh hưởng.',
  },
}
