import type { ipSetErrors as english } from '../en/errors-ip-sets.ts'
import type { Translated } from '../translated.ts'

export const ipSetErrors: Translated<typeof english> = {
  'ip-set_unknown': {
    what: 'Bộ IP này không còn nữa.',
    remedy: 'Bộ này đã bị gỡ trong lúc đó. Danh sách IP của các tài khoản vẫn như cũ.',
  },
  'ip-set_name-taken': {
    what: 'Một bộ IP khác đã dùng tên này.',
    exact: 'Đã có bộ IP tên {name}.',
    remedy: 'Hãy chọn tên khác: chữ hoa và dấu cách không phân biệt được hai bộ.',
  },
  'ip-set_unreadable': {
    what: 'Có dòng không phải là địa chỉ.',
    exact: '“{text}” ở dòng {line} không phải là địa chỉ, mạng hay dải.',
    remedy: 'Hãy sửa dòng đó, hoặc đặt # ở trước để giữ làm chú thích. Chưa có gì được lưu.',
  },
  'ip-set_empty': {
    what: 'Bộ IP cần ít nhất một địa chỉ.',
    remedy: 'Hãy nhập một địa chỉ, một mạng hoặc một dải.',
  },
  'ip-set_too-many': {
    what: 'Nhiều hơn mức một danh sách IP được phép chứa được.',
    exact: 'Đây là {count} mạng, còn một danh sách IP được phép chứa tối đa {most}.',
    remedy: 'Hãy gộp thành các mạng rộng hơn, hoặc chia thành hai bộ.',
  },
}
