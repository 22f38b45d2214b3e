from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.content import services
from raabta.content.queries import images
from raabta.web.content.forms import BrandForm
from raabta.web.http import HttpRequest, page, redirect, render


@page("content.edit", methods="GET POST")
def edit(request: HttpRequest) -> HttpResponse:
    brand = services.brand_of(request.workspace)
    form = BrandForm(request.POST or None, brand=brand, images=images(request.workspace))
    if request.method == "POST" and form.is_valid():
        services.change_brand(workspace=request.workspace, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("The brand was saved. New blocks and templates use it."))
        return redirect(request, reverse("web:brand:edit"))
    status = 422 if form.is_bound else 200
    context = {"form": form, "brand": brand}
    return render(request, "content/brand/edit.html", context, status=status)
