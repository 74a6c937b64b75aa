"""The sentences about reading an event and about what a conversion leaves behind, by code."""

from typing import Final

from yespo_console.platform.i18n import N_

WIRE_TEXTS: Final[dict[str, str]] = {
    "not_an_object": N_("The body of an event is a JSON object. Begin it with {{ and end it with }}."),
}

LOSS_TEXTS: Final[dict[str, str]] = {
    "lost_key_value": N_(
        "The key value “{value}” is gone: no place for it is known in a v3 event. Yespo takes the key from the params."
    ),
    "lost_number_type": N_("{name} was the number {value} and is now text: a v1 event holds nothing but text."),
    "lost_boolean_type": N_("{name} was {value} and is now text: a v1 event holds nothing but text."),
    "lost_null": N_("{name} was null and is now the empty text: a v1 event holds nothing but text."),
    "lost_item": N_("Param no. {number} is gone: it has no name, and a v3 event holds its params by name."),
    "lost_param_without_value": N_("{name} is gone: it has no value, and a v3 event holds a value for each name."),
    "lost_duplicate_param": N_(
        "A second {name} is gone: a v3 event holds each name once. The first one stays: look whether it is right."
    ),
    "lost_item_member": N_("“{member}” beside the name and value of {name} is gone: a v3 event has no place for it."),
}
