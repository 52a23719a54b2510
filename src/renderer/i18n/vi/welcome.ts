import type { welcome as english } from '../en/welcome.ts'
import type { Translated } from '../translated.ts'

export const welcome: Translated<typeof english> = {
  title: 'Chào mừng',
  heading: 'Một nơi cho mọi máy chủ WisPanel của bạn',
  lead: 'Xem và sửa tài khoản FTP cùng tác vụ cron trên nhiều máy chủ một lúc. Không cần tài khoản, không cài agent lên máy chủ, và không gửi gì đi đâu ngoài các panel của bạn.',
  start: 'Bạn muốn bắt đầu thế nào?',
  add: 'Thêm máy chủ đầu tiên',
  addText: 'Địa chỉ và một token API. Bước kiểm tra cho biết rõ ràng cái gì dùng được.',
  import: 'Nhập tệp CSV',
  importText: 'Nhiều máy chủ một lúc, từ bảng tính.',
  demo: 'Xem thử máy chủ mẫu',
  demoText: '12 panel giả trên máy này. Bạn làm gì ở đó cũng không động tới máy chủ thật.',
  demoStarting: 'Đang khởi động 12 panel…',
  stored: 'Dữ liệu lưu ở đâu',
  data: 'Máy chủ, các dòng đã đọc, nhật ký',
  dataText: 'Trong một thư mục, bạn có thể sao lưu hoặc xóa:',
  tokens: 'Token API',
  vault: {
    keychain: 'Trong chuỗi khóa của hệ thống, không bao giờ trong tệp.',
    passphrase: 'Trong một tệp ở thư mục đó, niêm phong bằng cụm mật khẩu của bạn.',
    session: 'Chỉ trong bộ nhớ: mất khi đóng Wisdeck.',
    undecided: 'Không có chuỗi khóa nào phản hồi trên hệ thống này. Bạn sẽ chọn khi nhập token đầu tiên.',
    asking: 'Đang hỏi chuỗi khóa…',
  },
  network: 'Mạng',
  networkText: 'Wisdeck chỉ nói chuyện với các panel của bạn, không gì khác. Không thu thập dữ liệu sử dụng.',
  skip: 'Bỏ qua, vào Wisdeck',
  demoBanner: {
    title: 'Máy chủ mẫu',
    text: 'Chúng chạy trên máy này và biến mất khi đóng Wisdeck.',
    stop: 'Tắt máy chủ mẫu',
    stopped: 'Đã tắt các máy chủ mẫu',
  },
  notice: {
    recoveredTitle: 'Tệp dữ liệu của bạn bị hỏng',
    recovered: 'Đã khôi phục {n} máy chủ từ tệp đó.',
    setAside: 'Không đọc được tệp nên Wisdeck bắt đầu với danh sách trống.',
    kept: 'Tệp hỏng được giữ lại với tên',
    tokens: 'Token trong chuỗi khóa không bị động tới.',
    dismiss: 'Tôi đã xem',
  },
}
