import 'cronstrue/locales/vi.js'

/**
 * What cronstrue's Vietnamese says otherwise than a Vietnamese would: its "on the 1st" reads "on one day", its "past
 * the hour" "of each hour 20 minutes". By the names of cronstrue's own phrases; `%s` are its values.
 */
export const phrases: Readonly<Record<string, string>> = {
  at: 'Lúc',
  atSpace: 'Lúc ',
  atX0: 'lúc %s',
  onTheHour: 'vào đầu giờ',
  everyMinuteBetweenX0AndX1: 'Mỗi phút từ %s đến %s',
  secondsX0ThroughX1PastTheMinute: 'từ giây thứ %s đến giây thứ %s của mỗi phút',
  minutesX0ThroughX1PastTheHour: 'từ phút thứ %s đến phút thứ %s trong giờ',
  atX0MinutesPastTheHour: 'vào phút thứ %s trong giờ',
  everyX0Hours: 'mỗi %s giờ',
  commaEveryHour: ', mỗi giờ',
  betweenX0AndX1: 'từ %s đến %s',
  commaX0ThroughX1: ', từ %s đến %s',
  commaAndX0ThroughX1: ', và từ %s đến %s',
  commaOnlyOnX0: ', chỉ vào %s',
  commaAndOnX0: ', và vào %s',
  commaOnDayX0OfTheMonth: ', vào ngày %s trong tháng',
  commaBetweenDayX0AndX1OfTheMonth: ', từ ngày %s đến ngày %s trong tháng',
}
