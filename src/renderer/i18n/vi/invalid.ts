import type { invalid as english } from '../en/invalid.ts'
import type { Translated } from '../translated.ts'

export const invalid: Translated<typeof english> = {
  mostEntries: '{field}: mỗi lần nhiều nhất {limit} mục.',
  mostCharacters: '{field}: nhiều nhất {limit} ký tự.',
  most: '{field}: nhiều nhất {limit}.',
  leastEntries: '{field}: ít nhất {limit} mục.',
  leastCharacters: '{field}: ít nhất {limit} ký tự.',
  least: '{field}: ít nhất {limit}.',
  empty: '{field}: không được để trống.',
  form: '{field}: không đọc được.',
  entry: 'Mục “{text}” {reason}.',
  code: {
    'not-a-pattern': 'Nội dung cần tìm không phải là biểu thức chính quy.',
    'too-slow': 'Mẫu này chạy quá lâu trên các lệnh này. Hãy viết đơn giản hơn.',
  },
  more: 'và {n} lỗi nữa',
}
