"""Languages in which something can be written here, each by its own name; part of the settings."""

LANGUAGE_NAMES = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "ru": "Русский",
    "uk": "Українська",
}
