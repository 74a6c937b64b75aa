"""What mails, chats, tables and web pages put around or into a text: taken off before anything else reads it."""
