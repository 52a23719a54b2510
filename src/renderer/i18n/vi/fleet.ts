import type { fleet as english } from '../en/fleet.ts'
import type { Translated } from '../translated.ts'

export const fleet: Translated<typeof english> = {
  trouble: {
    title: 'Không đọc được {n} máy chủ',
    lastKnown: {
      ftp: 'Các dòng bên dưới đọc từ {age} trước: {n} tài khoản.',
      cron: 'Các dòng bên dưới đọc từ {age} trước: {n} tác vụ.',
    },
    nothingKnown: 'Chưa biết gì về máy chủ này.',
    cut: {
      ftp: '{server} báo có {total} tài khoản nhưng chỉ liệt kê {n}. Số còn lại không hiển thị ở đây.',
      cron: '{server} báo có {total} tác vụ nhưng chỉ liệt kê {n}. Số còn lại không hiển thị ở đây.',
    },
    stale: '{server} được đọc lần cuối {age} trước. | {n} máy chủ đã lâu chưa được đọc, lâu nhất là {age}.',
    readAgain: 'Đọc lại',
    retry: 'Thử lại',
    toServer: 'Xem máy chủ',
    show: 'Xem lỗi gì',
    hide: 'Ẩn',
  },
  group: {
    server: 'Máy chủ',
    tag: 'Nhãn',
    environment: 'Môi trường',
    folder: 'Nhóm',
    noTag: 'Không có nhãn',
    noFolder: 'Không thuộc nhóm',
    noOwner: 'Không có chủ sở hữu',
    noDomain: 'Không có tên miền',
    noCommand: 'Không có lệnh',
  },
  activity: {
    failed: 'thất bại',
    unknown: 'chưa rõ kết quả',
  },
}
