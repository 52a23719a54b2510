import type { palette as english } from '../en/palette.ts'
import type { Translated } from '../translated.ts'

export const palette: Translated<typeof english> = {
  title: 'Tìm kiếm và lệnh',
  label: 'Tìm máy chủ, tài khoản, tác vụ, chế độ xem, màn hình và thao tác',
  placeholder: 'Tìm máy chủ, tài khoản, tác vụ, hoặc việc cần làm…',
  open: 'Tìm hoặc chạy…',
  results: 'Kết quả',
  recent: 'Gần đây',
  suggested: 'Gợi ý',
  none: 'Không có gì mang tên này',
  found: '{n} kết quả',
  kind: {
    action: 'Thao tác',
    screen: 'Màn hình',
    view: 'Chế độ xem',
    set: 'Bộ IP',
    server: 'Máy chủ',
    account: 'Tài khoản FTP',
    job: 'Tác vụ cron',
  },
  action: {
    refreshAll: 'Làm mới mọi máy chủ',
    light: 'Dùng chế độ sáng',
    dark: 'Dùng chế độ tối',
    system: 'Dùng chế độ màu của hệ thống',
    comfortable: 'Dùng dòng thoáng',
    compact: 'Dùng dòng gọn',
    newAccount: 'Tài khoản FTP mới…',
    newJob: 'Tác vụ cron mới…',
  },
  words: { add: 'mới tạo thêm panel', theme: 'giao diện màu chế độ' },
}
