# What is said on Zalo only: it has no buttons, and a message holds 2,000 characters.

zalo-pick = Type a number:
zalo-pick-word = Type the words:
zalo-pick-notice = Type number and code, such as: { $example }
zalo-home = 0. Back to the start
zalo-no-menu = No list is waiting for a choice. Type 0 to see what can be done.
zalo-no-such-number = There is no number { $number } in the present list. Please choose again.
zalo-old-notice = If this answers an old notice: its list is gone. Type the code of the concern (DT-…) that stands in it to open the matter again.
zalo-which = Several notices have this choice. Please type one of these:
    { $forms }

zalo-not-taken = Zalo does not pass on this kind of message (a file, video, sticker, place, contact, or one with a link). Please type it, or send a photo.
zalo-not-taken-link = Zalo does not pass on this kind of message (a file, video, sticker, place, contact, or one with a link). Please type it, send a photo, or hand in a file here within 30 minutes: { $link }
zalo-media-lost = The photo or voice could not be fetched from Zalo. Please send it again. The text has been kept.
zalo-given-up = One of your messages could not be read in three attempts and was not recorded. Please send it again; if that fails too, tell the office.
zalo-group = This service does not work in groups. Please write to this account in private.

zalo-file-link = File { $name }, can be opened for 1 hour: { $link }
zalo-files-elsewhere = { $count } files belong to this, and Zalo cannot carry them. Please look at them on the web page, by the code of the concern.
zalo-nearly-used-up = Zalo will soon take no more messages this month. If no answer comes, go to { $page } and type the code.

settings-zalo-token = ZALO_BOT_TOKEN has the wrong form. What Zalo Bot Creator gives looks like 123456:letters-and-digits.
settings-zalo-base = ZALO_API_BASE must begin with http:// or https://.
settings-zalo-secret = ZALO_WEBHOOK_SECRET is 8 to 256 ASCII letters, digits or signs, without blanks.
settings-zalo-webhook = With ZALO_WEBHOOK_SECRET set, PUBLIC_URL must be an https:// address that Zalo can call. Leave ZALO_WEBHOOK_SECRET empty if the server is not open to the outside.
settings-zalo-messages = ZALO_MONTHLY_MESSAGES must be a number from 0 up. 0 means that no limit is known.

check-zalo-off = • Zalo is off. To switch it on, step by step:
    1. Open Zalo on a phone, look for the official account “Zalo Bot Manager”, choose “Tạo bot”.
    2. Give it a name that begins with “Bot”. No Official Account is needed.
    3. Zalo sends the bot's token (like 123456:letters-and-digits) as a message. It is like a password: give it to nobody.
    4. Write it into a file that only the program can read, and set ZALO_BOT_TOKEN_FILE to its path.
    5. Run again: doithoai check
check-zalo-ok = ✓ Zalo knows the token of the bot “{ $name }”. People look for it on Zalo and write it their invite code.
check-zalo-token = ✗ Zalo refuses ZALO_BOT_TOKEN. Open “Zalo Bot Creator” on Zalo and look at the token (a new one ends the old one).
check-zalo-away = ✗ Zalo could not be asked ({ $why }). See whether the server reaches the internet, then run again: doithoai check
check-zalo-hooked = ✗ Another program uses this Zalo bot by a webhook ({ $url }), so polling hears nothing. Stop that program, then run: doithoai unhook
check-zalo-polling = ✓ Zalo: the program asks for news; the server need not be open to the outside. A sudden end may lose one message that is just coming in; to be surer, set PUBLIC_URL and ZALO_WEBHOOK_SECRET.
check-zalo-webhook = ✓ Zalo will call { $url }.
check-zalo-webhook-tried = • Zalo tried { $url }: { $outcome }. If Đối Thoại is running and this is not webhook.ok: look at PUBLIC_URL, the proxy, and switch off Cloudflare's Browser Integrity Check for this address.
check-zalo-no-files = • PUBLIC_URL is not set, so Zalo can neither take nor carry files and pictures; people are sent to the web page.
check-zalo-plan = • Zalo plan: { $limit } messages a month are counted with (ZALO_MONTHLY_MESSAGES); the free plan also holds 50 users only.
cli-zalo-unhooked = The Zalo bot's webhook is gone. From now on the program asks for news.
