import type { views as english } from '../en/views.ts'
import type { Translated } from '../translated.ts'

export const views: Translated<typeof english> = {
  title: 'Chế độ xem',
  gone: 'Chế độ xem đó không còn nữa. Đây là toàn bộ bảng.',
  count: '{n} dòng',
  of: { ftp: 'chế độ xem tài khoản FTP', cron: 'chế độ xem tác vụ cron' },
  suggested: { open: 'Không giới hạn IP', failing: 'Tác vụ lỗi', missed: 'Tác vụ trễ hoặc lỡ' },
  save: {
    button: 'Lưu chế độ xem',
    changed: 'Chế độ xem đã đổi',
    update: 'Cập nhật “{name}”',
    asNew: 'Lưu thành chế độ xem mới…',
    reset: 'Bỏ các thay đổi',
  },
  menu: {
    label: 'Thao tác cho chế độ xem {name}',
    rename: 'Đổi tên…',
    up: 'Chuyển lên',
    down: 'Chuyển xuống',
    remove: 'Gỡ chế độ xem',
  },
  dialog: {
    saveTitle: 'Lưu chế độ xem này',
    renameTitle: 'Đổi tên chế độ xem',
    name: 'Tên',
    save: 'Lưu chế độ xem',
    rename: 'Đổi tên',
    noName: 'Chế độ xem cần có tên.',
    tooLong: 'Tối đa {n} ký tự.',
  },
  done: {
    saved: 'Chế độ xem {name} đã nằm ở thanh bên',
    updated: '{name} nay hiện đúng những gì bảng đang hiện',
    renamed: 'Chế độ xem nay tên là {name}',
    removed: 'Đã gỡ chế độ xem {name}',
    asBefore: '{name} đã trở lại như trước',
    back: 'Chế độ xem {name} đã trở lại',
  },
}
