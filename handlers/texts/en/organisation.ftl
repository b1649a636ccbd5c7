# Mistakes in the organisation file. $where is the place to mend, such as topics.bao_hiem.lead.

organisation-missing = { $where } is missing.
organisation-empty = { $where } is empty: it needs at least one valid entry.
organisation-unknown-field = There is no field { $where }. Please check its spelling.
organisation-not-text = { $where } must be text in quotation marks, and not blank.
organisation-not-texts = { $where } takes texts in quotation marks only, none of them blank.
organisation-not-list = { $where } must be a list in square brackets.
organisation-not-table = { $where } must be a group of fields, as in the sample file.
organisation-not-flag = { $where } must be true or false.
organisation-not-number = { $where } must be a whole number from { $low } to { $high }.
organisation-not-dates = { $where } holds a wrong date. Write year-month-day, such as 2026-01-31.
organisation-not-one-of = { $where } says “{ $value }”, but only these are possible: { $known }.
organisation-bad-code = The code “{ $value }” in { $where } is not valid. A code begins with a letter, holds only plain letters, digits and underscores, and has at most 32 characters.
organisation-bad-hours = { $where } holds the hours “{ $value }”. Write 07:30-11:30, in the order of the day, without overlaps.
organisation-not-numbers = { $where } takes whole numbers from { $low } to { $high } only, in square brackets.
organisation-bad-quiet-hours = { $where } holds the hours “{ $value }”. Write 20:00-07:00; they may run over midnight.
organisation-bad-slot = { $where } holds the time “{ $value }”. Write 08:00.
organisation-always-quiet = { $where } fills the whole day and leaves no hour for a reminder. Make it shorter.
organisation-seasons-overlap = { $where }: { $value } belongs to two seasons. Change where one begins or ends.
organisation-not-day-of-year = { $where } holds “{ $value }”. Write a day of the year as day/month, for example 16/4.
organisation-ladder-order = { $where } needs four growing numbers of days: head, office, chair, secretary.
organisation-ladder-length = { $where } needs exactly { $count } units, the lower one first.
organisation-lead-supports-itself = { $where }: { $value } leads already and cannot support itself.
organisation-no-other-topic = { $where } lacks the topic “{ $value }” for concerns that fit nowhere else.
organisation-name-twice = In { $where } the name or code “{ $value }” is used twice.
organisation-day-twice = { $value } is both a day off and in { $where }. Please remove one.
