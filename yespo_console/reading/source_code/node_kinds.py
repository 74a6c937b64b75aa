"""Types of nodes that mean the same in every grammar that has them."""

from typing import Final

from tree_sitter import Node

from yespo_console.reading.word_set import word_set

#: Types of nodes that write a type behind a value, which stays what it is.
TYPED: Final = word_set("as_expression satisfies_expression non_null_expression")
#: Types of nodes around an object that leave it what it is.
WRAPPERS: Final = TYPED | word_set(
    "cast_expression parenthesized_expression expression_with_unary_operator unary_expression argument "
    "parenthesized_statements type_assertion"
)
#: Types of nodes in a text that hold one expression.
HOLES: Final = word_set("template_substitution interpolation")
#: Types of nodes that spell out a text, and of what is in them where they hold nothing but characters.
_STRINGS: Final = word_set("string encapsed_string")
_CHARACTERS: Final = word_set("string_start string_content string_fragment escape_sequence string_end")
#: Types of nodes that put the members or items of something else in their place.
SPREADS: Final = word_set(
    "spread_element dictionary_splat list_splat hash_splat_argument splat_argument variadic_unpacking"
)
#: Types of nodes that set what their first child names.
ASSIGNMENTS: Final = word_set(
    "assignment_expression assignment variable_declarator named_expression augmented_assignment_expression"
)
#: Types of nodes that make a new list or object out of the items of others.
COMPREHENSIONS: Final = word_set("list_comprehension set_comprehension dictionary_comprehension generator_expression")
#: Types of nodes whose children are items of a list.
LISTS: Final = word_set("array list tuple array_literal_expression")
#: Types of nodes that only keep the members of an object together.
KEEPING: Final = frozenset(("hash_literal_body",))
#: Statements that leave off a function, a loop or the program.
LEAVES: Final = word_set(
    "return_statement continue_statement break_statement throw_statement raise_statement exit_statement "
    "throw_expression return next break flow_control_statement"
)
#: Operators that take one of their sides as it is.
EITHER: Final = ("or", "||", "??", "and", "&&", "?:", "<<")

#: Stands, as often as needed, for a tag of a template in code: a letter that no program is written with.
TAG_LETTER: Final = "\u3164"


def is_spelled_out(node: Node) -> bool:
    """Whether a node is a text in quotes that holds nothing but characters."""
    return node.type in _STRINGS and _CHARACTERS.issuperset([child.type for child in node.named_children])


_ITEMS: Final = LISTS | COMPREHENSIONS


def holds_items(node: Node) -> bool:
    """Whether what stands directly in a node is an item of a list."""
    if node.type == "array_literal_expression":  # around each single value, too
        return node.named_child_count > 1
    return node.type in LISTS | COMPREHENSIONS or (
        node.type == "array_element_initializer" and node.named_child_count == 1
    )
