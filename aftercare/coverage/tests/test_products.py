"""Every class of product that a rule of law names has words, and the catalogue shows them."""

import pytest
from django.test import Client
from django.urls import reverse

from aftercare.catalog.models import ProductModel
from aftercare.coverage.floors.loader import book
from aftercare.coverage.products import WORDS
from aftercare.people.models import Person
from aftercare.web.demo.cast import Cast


def test_every_class_of_the_law_has_words() -> None:
    named = {product for rule in book().rules for product in rule.applies_to.product}
    assert sorted(named - WORDS.keys()) == []


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "联合收割机"), ("en", "Combine harvester")]
)
def test_the_list_of_models_says_it_in_words(
    client: Client, cast: Cast, language: str, words: str
) -> None:
    ProductModel.objects.create(code="4LZ-6", name="稻麦机", product_class="farm.combine")
    ProductModel.objects.create(code="CH-300", name="冷水机组", product_class="暖通")
    Person.objects.filter(pk=cast["agent"].pk).update(language=language)
    client.force_login(cast["agent"])
    page = client.get(reverse("catalog:products")).content.decode()
    assert words in page
    assert "farm.combine" not in page
    assert "暖通" in page  # the company's own word
