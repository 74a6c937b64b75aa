"""The sentences of all problems and fixes, by code. Written for a marketer: no JSON terms where plain words do.

Each sentence says what is wrong, where, and what to do. ``{place}`` is a technical name with its way to it, such as
``products #2: price`` (the second product); names of params and events stand as they are, because the documentation and
the developers say them so.
"""

from typing import Final

from yespo_console.events.json_errors import JSON_TEXTS
from yespo_console.events.wire_texts import LOSS_TEXTS
from yespo_console.platform.i18n import N_

TEXTS: Final[dict[str, str]] = {
    **JSON_TEXTS,
    **LOSS_TEXTS,
    # The text and the body as a whole
    "text_not_utf8": N_(
        "The text holds half of a character at line {line}, column {column}, which cannot be sent. Delete it "
        "and type it anew."
    ),
    "body_not_object": N_("The text is JSON, but not an event: an event begins with {{ and ends with }}."),
    "body_is_list": N_("The text holds a list. One request carries one event: send the items one by one."),
    "body_too_big": N_(
        "The event has {size} bytes; Yespo takes at most {limit}. Make it smaller, or ask Yespo's support to "
        "raise the limit."
    ),
    "member_misnamed": N_("“{spelling}” should be called {name}; Yespo does not know it by this name."),
    "member_unknown": N_("“{name}” is not a part of an event that Yespo documents, so it probably counts for nothing."),
    "member_twice": N_("{place} stands there twice. Which of the two counts is not known: remove one."),
    "params_missing": N_("The event has no params. Yespo wants a list of them, even if it is empty."),
    "params_missing_v3": N_("The event has no params, so Yespo learns nothing from it but its type."),
    "params_not_list": N_("Version {api} of the call wants params as a list of names and values. Write it as a list."),
    "params_not_object": N_("Version v3 of the call wants params as one object, with a value for each name."),
    "params_are_text": N_("params stands in quotes as one text. Send it as it is, without quotes around it."),
    "item_not_object": N_("Param no. {number} is not a name with a value. Write it as an object with name and value."),
    "item_misnamed": N_("In param no. {number} “{spelling}” should be written {name}."),
    "item_without_name": N_("Param no. {number} has no name. Give it one."),
    "item_without_value": N_("The param {name} has no value. Give it one, or remove the param."),
    "item_member_unknown": N_(
        "Param no. {number} has “{name}” besides name and value. Yespo does not document it, so it probably "
        "counts for nothing."
    ),
    "name_not_text": N_("The name of param no. {number} is {value}; a name has to be a text."),
    "name_empty": N_("The name of param no. {number} is empty. Give it a name, or remove the param."),
    "name_too_long": N_("The name “{name}” has {length} characters; a param's name may have {limit} at most."),
    "name_spaces": N_("The name “{name}” has spaces before or after it, so Yespo may not recognise it."),
    "name_twice": N_("The param {name} stands there twice. Every name may stand there once: remove one."),
    "name_twice_case": N_(
        "The params {name} and {other} differ only in capital letters. Whether Yespo tells them apart is not "
        "known: keep one."
    ),
    # The event type
    "event_type_missing": N_("The event type is missing. Say in eventTypeKey what happened, for example pageViewed."),
    "event_type_not_text": N_("The event type (eventTypeKey) is {value}; it has to be a text."),
    "event_type_empty": N_("The event type (eventTypeKey) is empty. Say what happened, for example pageViewed."),
    "event_type_too_long": N_("The event type (eventTypeKey) has {length} characters; {limit} are allowed."),
    "event_type_forbidden": N_(
        "The event type “{key}” holds characters that are not allowed: {characters}. Remove them."
    ),
    "event_type_near": N_(
        "Yespo would probably create a new event type “{key}”, which starts no workflow of yours. Did you mean {name}?"
    ),
    "event_type_spaces": N_(
        "The event type “{key}” has spaces before or after it, so Yespo would probably take it for another "
        "type. Remove them."
    ),
    "event_type_space_inside": N_(
        "The event type “{key}” has a space inside. Check that your account spells it so; else Yespo creates "
        "a new event type."
    ),
    "event_type_of_script": N_(
        "“{key}” is a name of Yespo's web script. In a request its event type is probably {name}, with other params."
    ),
    "event_type_unknown": N_(
        "“{key}” is not an event type that Yespo documents. If your account does not have it, Yespo creates it, "
        "and that cannot be undone here."
    ),
    "event_type_of_script_alone": N_(
        "“{key}” is a name of Yespo's web script. Which event type of requests it stands for is not documented."
    ),
    "impressions_by_script": N_(
        "Yespo's script on your site reports shown recommendations by itself. There is no need to send this "
        "event as well."
    ),
    "order_must_be_known": N_(
        "Yespo ignores this event for an order that it does not know yet. Send orderCreated before it."
    ),
    # The key and the contact
    "key_value_in_v3": N_(
        "Version v3 of the call has no known place for keyValue. Whether Yespo reads it is not known."
    ),
    "key_value_blank": N_(
        "keyValue is empty. Whether Yespo then takes the key from the params is not known: remove keyValue, "
        "or fill it in."
    ),
    "key_value_null": N_(
        "keyValue is the word “null”, probably an empty value of another program: all such events share one key. "
        "Remove keyValue, or fill it in."
    ),
    "key_value_not_text": N_("keyValue is {value}; it has to be a text."),
    "key_value_too_long": N_("keyValue has {length} characters; {limit} are allowed."),
    "key_value_forbidden": N_("keyValue holds characters that are not allowed: {characters}. Remove them."),
    "key_value_timestamp": N_(
        "keyValue “{value}” looks like a time. It makes every event unique, but tells nothing about the "
        "contact or the order. "
        "Use an ID or an address."
    ),
    "no_key_no_locator": N_(
        "Yespo does not accept this event: it has neither a keyValue nor a contact. "
        "Add email, phone, externalCustomerId, contactId or pushToken."
    ),
    "key_only_alias": N_(
        "The event has no keyValue, and {name} finds a contact but, as far as is known, does not serve as the key. "
        "Add a keyValue, or one of contactId, externalCustomerId, email, phone, pushToken."
    ),
    "locator_only_in_key": N_(
        "Only keyValue says whom the event is about. Yespo accepts it but will hardly link it to a contact: "
        "add email, phone or another locator as a param."
    ),
    "locator_empty": N_("{name} is {value}, so it finds no contact. Fill it in, or remove it."),
    "external_id_ignored": N_("{name} is {value}: Yespo ignores it. Fill it in, or remove it."),
    "locator_not_text": N_("{name} is not a text, so it hardly finds a contact. Write it as a text."),
    "locator_number": N_("{name} is the number {value}. IDs and phone numbers are safer as a text, in quotes."),
    "locators_disagree": N_(
        "{name} and {other} name different contacts. Which of them Yespo takes is not known: keep one."
    ),
    "phone_decorated": N_(
        "{name} “{value}” holds more than digits. Yespo's own samples disagree on that; digits with the "
        "country code are safe."
    ),
    "phone_without_country": N_(
        "{name} “{value}” begins with 0, so the country code is missing. Write it in front, for example 380 "
        "for Ukraine."
    ),
    "phone_impossible": N_(
        "{name} “{value}” is not a possible phone number: no country has a number of this length that begins so. "
        "Check it, country code first."
    ),
    "phone_not_number": N_("{name} “{value}” is not a phone number. Write its digits, country code first."),
    "email_shape": N_("{name} “{value}” does not look like an e-mail address. Check it."),
    "order_contact_missing": N_("Yespo ignores an order without a contact. Add one of: {names}."),
    # How values are encoded
    "native_in_v1": N_("{name} holds JSON as it is; version v1 of the call takes text only. Write it as a text."),
    "not_text_in_v1": N_("{name} is {value}; version v1 of the call takes text only. Put it in quotes."),
    "text_in_v3": N_(
        "{name} holds its JSON as a text; version v3 of the call takes it as it is. Remove the quotes around it."
    ),
    "encoded_twice": N_(
        "{name} was made text twice: it is a text that holds a text that holds the data. Make it text once."
    ),
    "contact_json_invalid": N_("contactJson is not JSON. Yespo answers 400 to that. Mend it, or remove the param."),
    "contact_json_not_object": N_("contactJson updates the contact, so it should hold an object. Check it."),
    "text_holds_json": N_("{place} is a text that holds data of its own. Yespo probably keeps it as a text."),
    "too_deep": N_(
        "{place} is nested deeper than Yespo reads. It stays a text there, and its parts cannot be used one by one."
    ),
    # What the event type says
    "param_missing": N_("{name} is missing. This event needs it: add it."),
    "param_misnamed": N_("“{spelling}” should be written {name}: this event needs it."),
    "param_absent_unclear": N_(
        "{name} is missing, so nobody can tell whether the cart is empty. Send all products; for an empty "
        "cart an empty list."
    ),
    "required_missing": N_("{place} is missing. This event needs it: add it."),
    "required_empty": N_("{place} is empty. This event needs it: fill it in."),
    "property_misnamed": N_("{place} should be written {name}: this event needs it."),
    "script_event_as_name": N_(
        "{place} is an event of Yespo's web script, and no name of a value. In a request that is probably an event of "
        "its own, with the event type {meant}."
    ),
    "script_name": N_("{place} is a name of Yespo's web script. In a request it is probably called {meant}."),
    "member_of_the_event": N_(
        "{place} has a name of the event itself and probably means its {member}. Here it is data like any other: move "
        "it out to the top of the event, or give it another name."
    ),
    "script_name_for_required": N_(
        "{place} is a name of Yespo's web script. In a request this event needs {name}, which is probably the same."
    ),
    "object_not_json": N_(
        "{place} should hold an object, but its text is broken JSON. Check its quotes, commas and brackets."
    ),
    "list_not_json": N_(
        "{place} should hold a list, but its text is broken JSON. Check its quotes, commas and brackets."
    ),
    "object_expected": N_("{place} should hold an object, with a value for each name; it holds {found}."),
    "list_expected": N_("{place} should hold a list; it holds {found}."),
    "list_of_one": N_(
        "{place} holds a list with one product. Yespo's documents disagree here; its example is the product alone."
    ),
    "object_expected_inside": N_("{place} is {value}; an object is expected."),
    "list_expected_inside": N_("{place} is {value}; a list is expected."),
    "text_for_container": N_(
        "{place} is a text that holds the data; the data itself is expected, without quotes around it."
    ),
    "number_as_text": N_("{place} is the text “{value}”; a number is expected, without quotes."),
    "number_as_text_order": N_(
        "{place} is the text “{value}”; a number is safer, without quotes, although a sample of Yespo's "
        "writes it as a text."
    ),
    "number_expected": N_("{place} is “{value}”; a number is expected."),
    "integer_expected": N_("{place} is “{value}”; a whole number is expected."),
    "number_for_text": N_("{place} is the number {value}; a text is expected, in quotes."),
    "text_expected": N_("{place} is {value}; a text is expected."),
    "boolean_expected": N_("{place} is {value}; true or false is expected."),
    "wrong_type": N_("{place} is {value}, which this event does not take here. Check it."),
    "also_text": N_(
        "{place} is the text “{value}”. Another page of Yespo's takes that; the source document wants a number."
    ),
    "also_number": N_(
        "{place} is the number {value}. Another page of Yespo's takes that; the source document wants a text."
    ),
    "boolean_for_zero_one": N_("{place} is {value}; it should be 1 for yes or 0 for no."),
    "price_with_currency": N_(
        "{place} is “{value}”; a number alone is expected. Name the currency in the param for it, such as currencyCode."
    ),
    "not_a_choice": N_("{place} is “{value}”; it has to be one of: {choices}."),
    "date_format": N_("{place} is “{value}”; a date is written like 2026-11-20T14:30:00, without a time zone."),
    "recom_variant_format": N_("{place} is “{value}”; it is written like r1105v1480: r and a number, v and a number."),
    "pattern_mismatch": N_("{place} is “{value}”, which does not fit the pattern {pattern} of this event type."),
    "schema_mismatch": N_("{place} does not fit the description of this event type: {rule}."),
    "property_not_described": N_("{place} holds what the description of this event type leaves out: {names}."),
    "extra_property_type": N_("{place} is {value}; a further property is documented as a text or a list of texts."),
    "url_shape": N_("{place} is “{value}”; a full address is expected, such as https://example.com/page."),
    "currency_unknown": N_(
        "{place} is “{value}”, which is not a currency code. Use three letters such as UAH (ISO 4217)."
    ),
    "currency_elsewhere": N_(
        "{place} is {value}. Any code of ISO 4217 is documented; another page of Yespo's lists only USD, EUR and UAH."
    ),
    "search_found": N_(
        "isFound says that the search found something. Only searches without a result are meant to start a workflow."
    ),
    "order_total": N_("totalCost is {total}, but the items come to {sum}. Check the amounts."),
    # Whatever stands in a value
    "placeholder_emptied": N_(
        "The placeholder “{value}” of an example stood here, so this value is empty now. Put the real value here."
    ),
    "bare_word_emptied": N_(
        "“{value}” stood here without quotes, so this value is empty now. Put the real value here, in quotes."
    ),
    "computed_emptied": N_(
        "The code computes the value that belongs here ({value}), so it is empty now. Put the real value here."
    ),
    "placeholder_left": N_("{place} still holds the placeholder “{value}” of an example. Put the real value there."),
    "written_for_nothing": N_(
        "{place} is “{value}”, which a program writes where it has no value, or hides it. Put the real value there."
    ),
    "looks_like_secret": N_(
        "{place} looks like a password or an access key. It does not belong in an event, where it would be "
        "stored: remove it."
    ),
    "lone_surrogate": N_("{place} holds half of a character, which arrives broken. Delete it and type it anew."),
    "letters_misread": N_(
        "{place} was in UTF-8 and was read in another encoding, so its letters would arrive as they stand here. "
        "Read the source as UTF-8."
    ),
}

FIXES: Final[dict[str, str]] = {
    "add_empty_params": N_("Add an empty list"),
    "add_locator": N_("Add {name}"),
    "decode": N_("Remove the quotes around it"),
    "decode_once": N_("Make it text once"),
    "make_json_text": N_("Make it text"),
    "make_number": N_("Make it the number {value}"),
    "make_text": N_("Make it text"),
    "params_as_list": N_("Write it as a list"),
    "params_as_object": N_("Write it as an object"),
    "remove_characters": N_("Remove these characters"),
    "remove_item": N_("Remove param no. {number}"),
    "remove_member": N_("Remove {name}"),
    "remove_param": N_("Remove {name}"),
    "remove_spaces": N_("Remove the spaces"),
    "remove_value": N_("Remove {name}"),
    "rename": N_("Call it {name}"),
    "unwrap_list": N_("Take it out of the list"),
    "use_digits": N_("Use {value}"),
    "use_event_type": N_("Use {name}"),
    "use_value": N_("Use {value}"),
    "wrap_in_list": N_("Put it in a list"),
    "wrap_in_object": N_("Put it in an object as {name}"),
}
