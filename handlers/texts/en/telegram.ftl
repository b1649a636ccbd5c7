# What is said on Telegram only.

telegram-not-taken = This kind of message (sticker, location, contact, poll…) cannot be taken yet. Please write it in words, or send a photo or a file.
telegram-given-up = One of your messages could not be read in three tries and was not recorded. Please send it again; if that fails too, tell the office.
telegram-group = Please write to this account in private. A department's group is told of its tasks once the office links it by a code: /noinhom

settings-telegram-token = TELEGRAM_TOKEN is not written like a token. BotFather gives one of the form 123456:letters-and-digits.
settings-telegram-base = TELEGRAM_API_BASE must begin with http:// or https://.
settings-telegram-secret = TELEGRAM_WEBHOOK_SECRET has 1 to 256 letters without accents, digits, _ and -.
settings-telegram-webhook = With TELEGRAM_WEBHOOK_SECRET set, PUBLIC_URL must be an https:// address that Telegram can reach. Leave TELEGRAM_WEBHOOK_SECRET empty if this server is not open to the outside.

command-wipe = delete messages|wipe|/xoatin
button-wipe = Delete what I wrote
wiped = { $channel ->
    [telegram] What you wrote for this concern is deleted from this chat. The receipt and its code above stay. Telegram's servers may keep messages as their policy says.
    [zalo] Zalo lets no bot delete messages for you. Press and hold a message in the chat and choose Delete.
   *[other] Press “Leave” on the page to delete the conversation from this device.
}
telegram-wipe-late = These messages cannot be deleted for you any more (they are two days old, or the system was restarted). Press and hold a message in the chat and choose Delete.
telegram-old-button = This button is old and works no more. Please type “menu” to see what is yours.
