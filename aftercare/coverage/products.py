"""What the classes of products are called that the rules of law tell apart.

A company may write words of its own as the class of a model; those stand as they are written.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

WORDS: Mapping[str, str | Promise] = {
    "building": gettext_lazy("Building"),
    "building.concealed-lines": gettext_lazy("Building: concealed lines"),
    "building.cooling": gettext_lazy("Building: cooling"),
    "building.decoration": gettext_lazy("Building: decoration"),
    "building.equipment": gettext_lazy("Building: equipment"),
    "building.heating": gettext_lazy("Building: heating"),
    "building.leak-proofing": gettext_lazy("Building: leak-proofing of kitchens and bathrooms"),
    "building.lift": gettext_lazy("Building: lift"),
    "building.pipes": gettext_lazy("Building: pipes"),
    "building.structure": gettext_lazy("Building: structure"),
    "building.waterproofing": gettext_lazy("Building: waterproofing"),
    "building.wiring": gettext_lazy("Building: wiring"),
    "car": gettext_lazy("Car"),
    "car.household": gettext_lazy("Household car"),
    "farm": gettext_lazy("Farm machine"),
    "farm.combine": gettext_lazy("Combine harvester"),
    "farm.engine.diesel.multi": gettext_lazy("Diesel engine of several cylinders"),
    "farm.engine.diesel.single": gettext_lazy("Diesel engine of one cylinder"),
    "farm.engine.petrol.four-stroke": gettext_lazy("Four-stroke petrol engine"),
    "farm.engine.petrol.two-stroke": gettext_lazy("Two-stroke petrol engine"),
    "farm.other": gettext_lazy("Other farm machine"),
    "farm.seeder": gettext_lazy("Seeder"),
    "farm.tractor": gettext_lazy("Tractor"),
    "farm.tractor.large": gettext_lazy("Large or medium tractor"),
    "farm.tractor.small": gettext_lazy("Small tractor"),
    "farm.transplanter": gettext_lazy("Rice transplanter"),
    "household": gettext_lazy("Household product"),
    "household.bicycle": gettext_lazy("Bicycle"),
    "household.tv.black-white": gettext_lazy("Black-and-white television"),
    "household.tv.colour": gettext_lazy("Colour television"),
    "household.video-recorder": gettext_lazy("Household video recorder"),
}


def product_names() -> dict[str, str]:
    """Class to words in the reader's language."""
    return {name: str(words) for name, words in WORDS.items()}
