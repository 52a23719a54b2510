import type { dataErrors as english } from '../en/errors-data.ts'
import type { Translated } from '../translated.ts'

export const dataErrors: Translated<typeof english> = {
  'storage_read-only': {
    what: 'Không ghi được vào thư mục dữ liệu.',
    remedy: 'Kiểm tra quyền của thư mục, hoặc chạy Wisdeck với thư mục dữ liệu khác.',
  },
  storage_full: {
    what: 'Ổ đĩa đã đầy.',
    remedy: 'Hãy dọn bớt rồi thử lại. Không có gì bị ghi dở dang.',
  },
  storage_damaged: {
    what: 'Tệp dữ liệu bị hỏng.',
    remedy: 'Tệp được để riêng, không bị xóa. Trong thư mục dữ liệu có bản sao lưu.',
  },
  'storage_in-use': {
    what: 'Một Wisdeck khác đang dùng thư mục dữ liệu này.',
    remedy: 'Đóng bản kia, hoặc chạy bản này với thư mục dữ liệu riêng.',
  },
  storage_newer: {
    what: 'Thư mục dữ liệu này do một bản Wisdeck mới hơn ghi.',
    remedy:
      'Không có gì trong thư mục bị thay đổi. Hãy cài bản đó hoặc mới hơn; hoặc chuyển wisdeck.db ra khỏi thư mục, mở lại rồi khôi phục một bản sao lưu đủ cũ ở Cài đặt, Dữ liệu.',
  },
  'export_wrong-passphrase': {
    what: 'Cụm mật khẩu này không mở được tệp xuất.',
    remedy: 'Hãy nhập cụm đã chọn khi tạo tệp. Thử sai không làm mất gì.',
  },
  export_damaged: {
    what: 'Đây không phải tệp xuất nguyên vẹn của Wisdeck.',
    exact: 'Đây không phải tệp xuất nguyên vẹn của Wisdeck ({reason}).',
    remedy:
      'Chưa thay đổi gì. Hãy dùng tệp đúng như Wisdeck đã ghi: nếu tệp bị cắt hoặc bị sửa trên đường đi, hãy chép lại.',
  },
  export_newer: {
    what: 'Tệp xuất này do một bản Wisdeck mới hơn tạo.',
    exact: 'Tệp xuất này do Wisdeck {madeBy} tạo, mới hơn bản đang chạy.',
    remedy: 'Chưa thay đổi gì. Hãy cài bản đó hoặc mới hơn trên máy này rồi nhập lại tệp.',
  },
  backup_unknown: {
    what: 'Bản sao lưu này không còn nữa.',
    remedy: 'Bản cũ nhường chỗ cho bản mới. Hãy chọn một bản khác trong danh sách.',
  },
  backup_damaged: {
    what: 'Không đọc được bản sao lưu này.',
    remedy: 'Chưa thay đổi gì. Hãy chọn một bản khác trong danh sách.',
  },
  backup_newer: {
    what: 'Bản sao lưu này do một bản Wisdeck mới hơn tạo.',
    remedy: 'Chưa thay đổi gì. Hãy chọn một bản cũ hơn, hoặc cài bản mới hơn.',
  },
}
