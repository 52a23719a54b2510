import type { vault as english } from '../en/vault.ts'
import type { Translated } from '../translated.ts'

export const vault: Translated<typeof english> = {
  kind: {
    keychain: 'Chuỗi khóa hệ thống',
    keychainMac: 'Chuỗi khóa macOS',
    keychainWindows: 'Trình quản lý thông tin xác thực Windows',
    passphrase: 'Tệp niêm phong bằng cụm mật khẩu',
    session: 'Chỉ trong bộ nhớ',
    undecided: 'Chưa chọn',
  },
  what: {
    keychain: 'Nơi hệ thống của bạn giữ mật khẩu. Nó mở khi bạn đăng nhập vào máy tính này. Không phải nhớ gì.',
    passphrase:
      'Một tệp mã hóa trong thư mục dữ liệu. Mỗi lần khởi động bạn gõ cụm mật khẩu một lần. Nếu quên, không ai mở được tệp: phải nhập lại từng token.',
    session: 'Không ghi gì ra đĩa. Khi đóng Wisdeck, các token mất đi và phải nhập lại.',
  },
  tag: {
    inUse: 'đang dùng',
    advised: 'nên dùng',
    silent: 'không phản hồi',
  },
  choose: {
    label: 'Nơi lưu token',
    keychain: 'Lưu token trong chuỗi khóa',
    passphrase: 'Niêm phong token bằng cụm mật khẩu này',
    change: 'Đổi cụm mật khẩu',
    session: 'Chỉ giữ token trong bộ nhớ',
    elsewhere: 'Lưu token ở nơi khác…',
    elsewhereBack: 'Giữ nguyên',
    inUse: 'Wisdeck đang dùng cách này.',
    changeHint: 'Wisdeck đang dùng cách này. Để đổi cụm mật khẩu, hãy gõ cụm mới.',
    done: 'Token: {kind}',
  },
  moves: {
    along:
      'Token của bạn chuyển sang đó rồi bị gỡ khỏi nơi đang lưu. | {n} token của bạn chuyển sang đó rồi bị gỡ khỏi nơi đang lưu.',
    intoMemory:
      'Token của bạn chuyển vào bộ nhớ, bị gỡ khỏi nơi đang lưu, và mất khi đóng Wisdeck. | {n} token của bạn chuyển vào bộ nhớ, bị gỡ khỏi nơi đang lưu, và mất khi đóng Wisdeck.',
    stays:
      'Không đọc được token đang lưu nên nó không chuyển đi. Hãy nhập lại sau đó. | Không đọc được {n} token đang lưu nên chúng không chuyển đi. Hãy nhập lại sau đó.',
    setAside:
      'Tệp niêm phong trước đây mà cụm mật khẩu này không mở được sẽ không bị xóa: nó ở lại trong thư mục dữ liệu dưới tên khác.',
  },
  passphrase: {
    label: 'Cụm mật khẩu',
    again: 'Nhập lại cụm mật khẩu',
    hint: 'Ít nhất 8 ký tự. Bốn hoặc năm từ không liên quan thì vừa mạnh vừa dễ gõ.',
    tooShort: 'Dùng ít nhất 8 ký tự.',
    differs: 'Hai ô không giống nhau.',
    missing: 'Hãy nhập cụm mật khẩu.',
    strength: 'Độ mạnh: {word}',
    weak: 'yếu, dễ đoán',
    fair: 'khá',
    strong: 'mạnh',
  },
  unlock: {
    text: 'Gõ cụm mật khẩu để mở. Trước đó không đọc hay sửa được máy chủ nào.',
    button: 'Mở khóa',
    busy: 'Mở mất khoảng một giây: khóa được cố ý làm chậm để khó đoán.',
    dialog: 'Mở khóa token của bạn',
    wrong: 'Cụm mật khẩu không đúng. Kiểm tra bộ gõ và phím Caps Lock.',
    done: 'Đã mở khóa token',
  },
  damaged: {
    title: 'Tệp niêm phong bị hỏng',
    text: 'Khôi phục {file} từ bản sao lưu rồi mở khóa lại. Nếu không có bản sao lưu, hãy chọn nơi lưu token trong Cài đặt và nhập lại các token. Tệp hỏng không bị xóa.',
    goneTitle: 'Tệp niêm phong đã mất',
    goneText:
      '{file} không còn nữa. Khôi phục nó từ bản sao lưu rồi mở khóa, hoặc chọn nơi lưu token bên dưới và nhập lại các token.',
  },
  trouble: {
    undecided: {
      title: 'Không có chuỗi khóa nào phản hồi trên máy tính này',
      text: 'Wisdeck không ghi token nào trước khi bạn chọn nơi lưu.',
    },
    'keychain-locked': {
      title: 'Chuỗi khóa đang khóa',
      text: 'Mở khóa nó trong hệ thống, hoặc xác nhận hộp thoại của nó, rồi thử lại. Token của bạn vẫn nguyên trong đó.',
    },
    'keychain-unavailable': {
      title: 'Chuỗi khóa không phản hồi',
      text: 'Token của bạn nằm trong đó và hiện không đọc được. Chúng trở lại ngay khi nó phản hồi.',
    },
    'keychain-denied': {
      title: 'Chuỗi khóa từ chối truy cập',
      text: 'Hộp thoại của nó đã bị từ chối, hoặc có quy tắc cấm Wisdeck đọc. Hãy thử lại và cho phép khi hệ thống hỏi.',
    },
  },
  help: {
    linux:
      'Linux giữ mật khẩu trong một dịch vụ bí mật (secret service): GNOME Keyring hoặc KWallet. Cả hai đều không phản hồi.',
    linuxGnome: 'GNOME, Xfce, Cinnamon và các môi trường khác: cài gói',
    linuxKde: 'KDE Plasma: mở “KDE Wallet” trong System Settings, bật ví và giao diện Secret Service của nó, hoặc cài',
    linuxThen: 'Đăng xuất rồi đăng nhập lại để nó khởi động cùng màn hình làm việc, rồi thử lại.',
    linuxRemote:
      'Qua SSH, dưới quyền root hoặc trong container thường không có dịch vụ bí mật. Ở đó hãy dùng tệp có cụm mật khẩu.',
    mac: 'Mở “Keychain Access” và kiểm tra chuỗi khóa “login” có đó và đã mở khóa.',
    windows: 'Kiểm tra trong “Services” xem “Credential Manager” có đang chạy không.',
  },
  retry: {
    button: 'Thử lại',
    stillSilent: 'Vẫn chưa phản hồi.',
    stillLocked: 'Vẫn đang khóa.',
    stillDenied: 'Truy cập lại bị từ chối.',
    back: 'Chuỗi khóa đã phản hồi lại',
  },
  banner: {
    'passphrase-locked': 'Token đang được niêm phong: chưa mở khóa thì không đọc hay sửa được máy chủ nào.',
    'passphrase-gone': 'Tệp niêm phong chứa token đã mất: không đọc hay sửa được máy chủ nào.',
    'keychain-locked': 'Chuỗi khóa đang khóa: không đọc hay sửa được máy chủ nào.',
    'keychain-unavailable': 'Chuỗi khóa không phản hồi: không đọc hay sửa được máy chủ nào.',
    'keychain-denied': 'Chuỗi khóa từ chối truy cập: không đọc hay sửa được máy chủ nào.',
    unlock: 'Mở khóa…',
    choose: 'Nơi lưu token',
    label: 'Không đọc được token',
  },
}
