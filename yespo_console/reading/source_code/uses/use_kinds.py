"""What code does with a value, as names and types of nodes tell it: everything else is not understood."""

import re
from functools import lru_cache
from typing import Final, Literal

from yespo_console.reading.source_code.node_kinds import COMPREHENSIONS, KEEPING, LISTS, SPREADS, WRAPPERS
from yespo_console.reading.word_set import word_set

#: A function sends what it is given, makes JSON of it, only looks at it, gives a signature of it, gives it or a part of
#: it, or nobody knows.
Doing = Literal["sends", "encodes", "looks", "signs", "gives", "unknown"]

_SENDS: Final = re.compile(
    r"(?:send(?!able|er)|post|put(?!s\Z)|patch\Z|patch_?(?:async|as|json|for)|track(?!able)|request|fetch|publish|ajax|axios|upload|curl_setopt|stream_context|create_?request"
    r"|wp_remote|sendbeacon|invoke-(?:restmethod|webrequest)|irm\Z|iwr\Z|got\Z|ky\Z|curl(?:\.exe)?\Z|json\Z|body\Z|data\Z|write(?!-))"
)
_ENCODES: Final = re.compile(
    r".*(?:stringify(?:event|body|payload|data|json|safe)?\Z|to_?json(?:_?string|_?bytes|_?pretty)?\Z|dumps?\Z|json_?encode"
    r"|encode\Z|generate\Z|seriali[sz]e(?:object|event|body|payload|data|json|to\w*)?\Z|convertto-json|to_?query|to_?param)"
)
_LOOKS: Final = re.compile(
    r"(?!log(?:in|out|ic)|check(?:out|in)|countr)(?:log|p?print|debug|info|warn|error|var_|dd\Z|pp?\Z|puts\Z|echo"
    r"|valid|check|assert|expect|inspect|is_?[a-z]"
    r"|has|len\Z|length\Z|count|size|strlen|type|typeof|repr\Z|str\Z|string\Z|bool|id\Z|sum\Z|max\Z|min\Z|any\Z"
    r"|all\Z|keys"
    r"|include|contains|empty\Z|in_array|array_key|array_column"
    r"|join"
    r"|calc|comput|show|describe|summar"
    r"|implode|index|to_s\Z|tostring|hash_|write-|out-|format-|measure-|get-|test-|compare-|gettype|equals"
    r"|strictequal"
    r"|deepequal|equal|ok\Z|table\Z|dir\Z|trace|fatal|critical|exception|success|fail|raise_for|respond_to"
    r"|instance_of"
    r"|kind_of|eql|getsizeof|bytelength|propertyis|some\Z|every\Z|d\Z|dump\Z|print_r|array_sum|starts|ends"
    r"|display)"
    r"|[%?]\Z|(?:foreach|where|select|sort|group|tee)(?:-object)?\Z|(?:set|add)-(?:content|clipboard)|clip(?:\.exe)?\Z|export-|super\Z"
    r"|.*(?:log|logger|\?)\Z"
)
_SIGNS: Final = re.compile(
    r"(?!.*(?:assign|redesign)\Z).*(?:hash|hmac|sign|signature|digest|md5|sha\d*|crc32|encrypt)\Z"
)
#: Functions that say what a member of a class holds where whoever makes an object of it says nothing else.
FIELDS: Final = re.compile(r"(?:field|attrib|ib)\Z")
#: Functions and methods that give what they are given, or a part of it, or put it in something.
_GIVES: Final = re.compile(
    r"(?:freeze|seal|deepfreeze|reactive|readonly|ref|unref|toraw|array|list|dict|tuple|set|collect|resolve"
    r"|object|raw"
    r"|ordereddict|values|items|entries|iter|enumerate|zip|reversed|sorted|range|map|filter|flatmap|flat|foreach"
    r"|each\w*"
    r"|reduce|find\w*|select|reject|first|last|at|get(?:[a-z_]\w*)?|fetch|dig|value|slice|concat|copy|deepcopy"
    r"|clone|dup|itself|to_a"
    r"|to_h|then|catch|finally|await|current|reset|next|array_values|array_slice|array_map|array_filter|where"
    r"|sample"
    r"|each_with_index|each_pair|min_by|max_by|group_by|sort_by|partition|tap|getenumerator|new|lazy|arrayobject"
    r"|factory|defaultdict"
    r"|response|jsonresponse|from|of|chunk|array_chunk|compact|array_walk|useref|usestate|usememo|gather|all|allsettled)\Z"
)
#: No program that is written by hand has a function of so long a name.
_LONGEST_NAME: Final = 200
#: The words of a name, and those that say that something is changed.
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_CHANGING: Final = word_set(
    "fill fills fix fixes set sets add adds update updates change changes clean cleans normalize normalise sanitize "
    "sanitise mutate merge enrich apply prepare transform process default defaults remove delete drop clear reset "
    "replace modify assign extend insert cast lower upper into up ensure correct adjust augment decorate populate "
    "handler inplace"
)
#: First words of names that say that another one is given.
_MAKING: Final = word_set(
    "fill fix clean normalize normalise sanitize sanitise enrich transform augment decorate merge convert adjust "
    "correct"
)
#: What only answers something, beside what every language has for that.
_QUESTIONS: Final = re.compile(
    r"(?:get(?!-)|has(?!h)|count|size|type|index|calc|comput|summar|bool|keys|contains|equal)\w"
)
#: Methods that give all they are called on, as another kind of object.
_IN_ANOTHER_FORM: Final = re.compile(
    r"(?:to_?(?:array|object|hash|dict|map|list|set|collection|js|plain)|all|getattributes)\Z"
)
#: Methods that only ask.
_ASKS: Final = re.compile(
    r"(?:to[A-Z]\w*|hasOwnProperty|valueOf|upper|lower|title|capitalize|casefold|[lr]?strip|r?split|r?partition|trim\w*"
    r"|upcase|downcase|pad\w+|substr\w*|char\w+|match\w*|test|localeCompare|startswith|endswith|rjust|ljust|zfill)\Z"
)
#: What calls a function that it is given.
HIGHER: Final = re.compile(
    r"(?:map|filter|foreach|each\w*|reduce|reduceright|flatmap|flat_map|collect|select|reject|some|every|find\w*|any|all"
    r"|from|partial|thread|process|settimeout|setinterval|setimmediate|nexttick|call_user_func\w*|array_map|array_walk\w*"
    r"|array_filter|array_reduce|u[ak]?sort|invoke-command|starmap|apply|submit|run_in_executor|delay|then|tap|apply_async"
    r"|iterator_apply|bind|call|curry|start-job|foreach-object|each_with_object|inject|timer|run|construct)\Z"
)
#: What gives a function that will be called with what it is given now.
BINDS: Final = re.compile(r"(?:partial(?:method)?|bind|curry)\Z")
#: What calls each of the functions it is given, one behind the other.
COMPOSES: Final = re.compile(r"(?:pipe\w*|compose\w*|flow\w*|waterfall|series|sequence|chain)\Z")
#: What gives something to each of a list of functions, where another method named it before.
THROUGH: Final = re.compile(r"(?:through|pipethrough|via)\Z")
#: Which of them, or of those before, does so where it stands, and not later.
AT_ONCE: Final = re.compile(
    r"(?:map|filter|foreach|each\w*|reduce|reduceright|flatmap|flat_map|collect|select|reject|some|every|find\w*|any|all"
    r"|from|call_user_func\w*|array_map|array_walk\w*|array_filter|array_reduce|u[ak]?sort|sort|sorted|foreach-object"
    r"|each_with_object|inject|times|tap|promise|min|max|describe|it|test)\Z"
)
#: What the names of an object's own members begin with.
OF_OWN: Final = ("this.", "self.", "cls.", "$this->", "@")
#: Ways to call a function that are methods of it.
BY_WAY_OF: Final = re.compile(r"(?:\.(?:call|apply|bind))+\Z")
#: Whatever stands before the last word of a name.
LAST_WORD: Final = re.compile(r".*(?:\.|::|->|\\)", re.DOTALL)
#: The name with which something ends that names a function: ``'fill'``, ``&method(:fill)``, ``this.fill``.
NAME_AT_END: Final = re.compile(r"([A-Za-z_]\w*[!?]?)\W*\Z")
#: What puts its argument in what it is called on.
PUTS_IN: Final = re.compile(
    r"(?:push|append|add|insert|unshift|set|put|enqueue|appendleft|prepend|array_push|setdefault)\Z"
)
#: Ends of members that hold texts, in an event.
SAFE_TEXTS: Final = ("eventTypeKey", "keyValue", "name", "length", "size", "count", "Count", "Length")
#: Nodes that hold a value, or are one together with others.
HOLDS: Final = (
    KEEPING
    | LISTS
    | WRAPPERS
    | SPREADS
    | COMPREHENSIONS
    | word_set(
        "additive_expression argument argument_expression argument_expression_list argument_list arguments array "
        "array_creation_expression array_element_initializer array_expression array_literal_expression "
        "array_pattern assignment assignment_pattern await await_expression begin binary binary_expression "
        "bitwise_expression block_argument block_body body_statement boolean_operator by_ref case command_elements "
        "comparison_expression conditional conditional_expression const_declaration const_element "
        "default_parameter dictionary dictionary_splat do elif_clause else elsif ensure "
        "error_suppression_expression export_clause export_specifier export_statement expression_list "
        "field_definition format_expression hash "
        "hash_entry hash_literal_expression hash_splat_argument if if_modifier in keyword_argument "
        "left_assignment_expression lexical_declaration logical_expression match_conditional_expression "
        "match_default_expression match_expression multiplicative_expression named_expression object "
        "optional_parameter pair parenthesized_statements pipeline pipeline_chain property_declaration "
        "property_element public_field_definition range_expression required_parameter rescue_modifier script_block "
        "script_block_body sequence_expression shorthand_property_identifier simple_parameter splat_argument "
        "statement_list sub_expression template_substitution ternary_expression then typed_default_parameter "
        "unary_expression unless unless_modifier variable_declarator variadic_placeholder variadic_unpacking when"
    )
)
#: Nodes that make something of one or two values.
OPERATIONS: Final = word_set(
    "additive_expression binary binary_expression binary_operator bitwise_expression comparison_expression "
    "comparison_operator expression_with_unary_operator format_expression logical_expression "
    "multiplicative_expression not_operator range_expression unary unary_expression unary_op_expression"
)
#: Nodes that are a part of a text or a question, in which a value is only shown.
TEXT_PARTS: Final = word_set(
    "concatenated_string encapsed_string expandable_here_string_literal expandable_string_literal heredoc "
    "heredoc_body if_clause in_clause interpolation string string_literal template_string template_substitution"
)
#: Operators that give one of their sides.
GIVES_BACK: Final = word_set("&& &&= ?: ?? and or || ||=")
#: Nodes that name the parts of what they are given.
TAKES_APART: Final = word_set("hash_pattern object_pattern")
#: Statements within which a value alone is only looked at.
STATEMENTS: Final = word_set(
    "ERROR assert_statement block case_clause case_match case_statement class class_body class_declaration "
    "class_definition class_statement class_static_block compound_statement declaration_list default_statement "
    "do_block do_statement echo_statement else_clause else_if_clause elseif_clause empty_statement exit_statement "
    "expression_statement finally_clause for for_condition for_in_clause for_in_statement for_statement "
    "foreach_statement format_specifier global_statement if_statement labeled_statement lexical_declaration "
    "match_statement module print_intrinsic print_statement program statement_block statement_list switch_body "
    "switch_case switch_condition switch_default switch_statement template_substitution text_interpolation "
    "try_statement type_conversion until until_modifier use_declaration variable_declaration while while_condition "
    "while_modifier while_statement with_clause with_item with_statement"
)
#: Nodes that leave a function with a value.
RETURNS: Final = word_set("break flow_control_statement next return return_statement yield yield_expression")
#: The last of several statements gives the value of all, in languages where they have one.
ENDS: Final = word_set("begin block block_body body_statement do do_block else method statement_list then")
#: Nodes within which statements are carried out again.
LOOPS: Final = word_set(
    "do_statement for for_in_statement for_statement foreach_statement generator_expression list_comprehension "
    "until until_modifier while while_modifier while_statement"
)


def calls_given(called: str) -> bool:
    """Whether a function of that name calls the functions that it is given."""
    return HIGHER.match(called.lower()) is not None or COMPOSES.match(called.lower()) is not None


def changes_by_name(called: str) -> bool:
    """Whether a word of a name behind the first says that something is changed: ``logAndFill``, ``post_process``."""
    return not _CHANGING.isdisjoint([word.lower() for word in _WORDS.findall(called)[1:]])


def makes_another_by_name(called: str) -> bool:
    """Whether the first word of a name says that what it gives is not what it is given: ``normalize``."""
    first = _WORDS.match(called.lstrip("_"))
    return first is not None and first[0].lower() in _MAKING


def is_question(called: str) -> bool:
    """Whether a function of that name only answers something, so that nobody calls it for nothing."""
    return _QUESTIONS.match(called.lower()) is not None


def doing_of(called: str) -> Doing:
    """What a function does with what it is given, by its name."""
    return _doing_of(called) if len(called) <= _LONGEST_NAME else "unknown"


@lru_cache(maxsize=4096)
def _doing_of(called: str) -> Doing:
    lowered = called.lower()
    if changes_by_name(called):
        return "unknown"
    if _ENCODES.match(lowered):
        return "encodes"
    if _SENDS.match(lowered):
        return "sends"
    if _SIGNS.match(lowered):
        return "signs"
    if _LOOKS.match(lowered):
        return "looks"
    return "gives" if _GIVES.match(lowered) or FIELDS.match(lowered) else "unknown"


def doing_of_method(method: str) -> Doing:
    """What a method does with what it is called on, by its name."""
    lowered = method.lower().rstrip("&")
    if _ENCODES.match(lowered):
        return "encodes"
    if _IN_ANOTHER_FORM.match(lowered):
        return "gives"
    if _ASKS.match(method):
        return "looks"
    if _GIVES.match(lowered) and not method.endswith("!") and not PUTS_IN.match(lowered):
        return "gives"
    return "looks" if _LOOKS.match(lowered) and not method.endswith("!") else "unknown"
