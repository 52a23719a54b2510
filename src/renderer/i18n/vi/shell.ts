import type { shell as english } from '../en/shell.ts'
import type { Translated } from '../translated.ts'

export const shell: Translated<typeof english> = {
  appName: 'Wisdeck',
  skip: 'Đến nội dung',
  mainNav: 'Chính',
  footLabel: 'Token và hạn mức yêu cầu',
  env: {
    production: 'Production',
    staging: 'Staging',
    development: 'Development',
    none: 'Không có môi trường',
  },
  vault: {
    keychain: 'Token: chuỗi khóa hệ thống',
    passphrase: 'Token: tệp có mật khẩu',
    session: 'Token: chỉ trong bộ nhớ',
    undecided: 'Token: chưa chọn nơi lưu',
    unknown: 'Token: đang hỏi…',
    locked: '{kind}, đang khóa',
  },
  budget: {
    unknown: 'Panel chưa cho biết hạn mức',
    left: 'còn {remaining} trong {limit} yêu cầu',
    resets: 'đầy lại sau {seconds} giây',
    calls: '{n} lời gọi đang chờ',
    why: {
      ready: 'đang gửi đi',
      scouting: 'một lời gọi đi trước để biết hạn mức mới',
      'waiting-reset': 'trước lúc đó panel không cho thêm',
      'backing-off': 'panel đã từ chối vài lời gọi nên phải giãn ra',
      'in-flight-limit': 'mỗi lúc chỉ gửi được chừng đó',
    },
    calm: 'Hạn mức yêu cầu: còn trống',
    waiting: '{n} máy chủ đang chờ hạn mức',
    waitingFor: '{n} máy chủ chờ hạn mức · {seconds} giây',
  },
  bridge: {
    connectingTitle: 'Đang mở Wisdeck…',
    lostTitle: 'Wisdeck không phản hồi',
    lostText:
      'Phần của Wisdeck nói chuyện với máy chủ không chạy hoặc không liên lạc được. Cho đến khi nó trở lại, không có gì bị thay đổi từ đây. Cửa sổ này vẫn tiếp tục thử.',
    lostHint: 'Nếu nó không trở lại, hãy đóng cửa sổ này và mở lại Wisdeck.',
    deniedTitle: 'Cửa sổ này đã mất chìa khóa',
    deniedText: 'Mỗi lần khởi động Wisdeck tạo một chìa khóa mới, và cửa sổ này không có hoặc đang giữ chìa khóa cũ. Máy chủ và token của bạn vẫn y nguyên.',
    deniedHint: 'Đóng cửa sổ này và mở Wisdeck từ nơi bạn đã khởi động nó.',
    retry: 'Thử lại ngay',
    reconnected: 'Đã kết nối lại. Mọi thứ đã được đọc lại.',
  },
  selection: {
    label: 'Vùng chọn',
    selected: 'đã chọn {n}',
    onOneServer: 'đã chọn {n} trên một máy chủ',
    onServers: 'đã chọn {n} trên {servers} máy chủ',
    hidden: '{n} bị bộ lọc ẩn',
    clear: 'Bỏ chọn',
  },
  grid: {
    selectAll: 'Chọn mọi dòng khớp bộ lọc',
    selectRow: 'Chọn {name}',
    empty: 'Chưa có gì ở đây',
    noMatch: 'Không dòng nào khớp bộ lọc',
    sortPlace: 'khóa sắp xếp {place}',
    allSelected: 'đã chọn {n} dòng',
    noneSelected: 'Đã bỏ chọn',
  },
}
