"""Products: `/products`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.shapes import (
    LARGEST_MINOR,
    Body,
    Currency,
    Id,
    Moment,
    Page,
    PageQuery,
    Text,
    page_of,
)
from raabta.commerce.models import Product
from raabta.commerce.order_data import LineData
from raabta.commerce.services.products import save_products
from raabta.workspaces.models import Workspace

router = Router()


class ProductOut(Schema):
    id: int
    sku: str
    name: str
    category: str
    price_minor: int | None
    currency: str
    created_at: datetime
    updated_at: datetime


class ProductIn(Body):
    sku: Text = Field(min_length=1, max_length=100, pattern=r"\S", examples=["85123A"])
    name: Text = Field(
        min_length=1, max_length=300, pattern=r"\S", examples=["White hanging heart"]
    )
    category: Text = Field("", max_length=100)
    price_minor: int | None = Field(None, ge=1, le=LARGEST_MINOR, examples=[255])
    currency: Currency


class ProductQuery(PageQuery):
    sku: Text = Field("", max_length=100)
    category: Text = Field("", max_length=100)
    search: Text = Field("", max_length=300, description="Is in the name.")
    updated_since: Moment | None = None


@router.get("", response=Page[ProductOut], summary="List products")
@allowed("commerce.view")
def index(request: ApiRequest, query: Query[ProductQuery]) -> Any:
    rows = products(request.auth.workspace)
    if query.sku:
        rows = rows.filter(sku=query.sku)
    if query.category:
        rows = rows.filter(category__iexact=query.category)
    if query.search:
        rows = rows.filter(name__icontains=query.search)
    if query.updated_since:
        rows = rows.filter(updated_at__gte=query.updated_since)
    return page_of(rows, query, shape)


@router.post(
    "", response={200: ProductOut, 201: ProductOut}, summary="Create or change a product by SKU"
)
@allowed("commerce.edit")
def create(request: ApiRequest, body: ProductIn) -> Any:
    """Absent fields of a known product stay. Answers 201 when it is new, else 200."""
    workspace, sku = request.auth.workspace, body.sku.strip()
    line = LineData(
        kind="item",
        sku=sku,
        name=body.name.strip(),
        quantity=1,
        unit_minor=body.price_minor or 0,
        total_minor=0,
        category=body.category.strip(),
    )
    with transaction.atomic():
        is_new = not products(workspace).filter(sku=sku).exists()
        ids = save_products(workspace, [(line, body.currency)])
    return Status(201 if is_new else 200, ProductOut.from_orm(Product.objects.get(pk=ids[sku])))


@router.get("/{int:product_id}", response=ProductOut, summary="One product")
@allowed("commerce.view")
def show(request: ApiRequest, product_id: Id) -> Any:
    return get_object_or_404(products(request.auth.workspace), pk=product_id)


def products(workspace: Workspace) -> QuerySet[Product]:
    return Product.objects.filter(workspace=workspace)


def shape(rows: Sequence[Product]) -> list[ProductOut]:
    return [ProductOut.from_orm(row) for row in rows]
