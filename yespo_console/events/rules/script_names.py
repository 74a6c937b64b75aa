"""Names of Yespo's web script that stand in requests by mistake, and what they probably mean here.

They are reported, never replaced by themselves: the script's data and the API's are not the same, so the user decides.
"""

from typing import Final

_MEANT: Final = {
    "productKey": "productId",
    "product_key": "productId",
    "product_id": "productId",
    "GUID": "recycleStateId",
    "container_type": "recomVariantId",
    "StatusCart": "cartUpdated",
}
_TAG: Final = "tag_"

#: Names that nobody but the web script has. The others may be a user's own in an event type that is not documented.
NAMES_OF_SCRIPT_ALONE: Final = ("productKey", "product_key")

#: Events of the web script, by the event type that probably stands for them here; None where no document says it.
SCRIPT_EVENTS: Final = {
    "ProductPage": "productViewed",
    "CategoryPage": "productCategoryViewed",
    "MainPage": None,
    "PurchasedItems": None,
    "StatusCart": "cartUpdated",
    "AddToWishlist": "productAddedToWishlist",
    "ProductImpression": "productImpressions",
}


def meant_name(name: str) -> str | None:
    """What a name of the web script probably means in this API; None when it is not one of its names."""
    if name.startswith(_TAG) and len(name) > len(_TAG):
        return name[len(_TAG) :]
    return _MEANT.get(name)
