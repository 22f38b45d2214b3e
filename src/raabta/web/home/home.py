from django.http import HttpResponse

from raabta.web.http import HttpRequest, page, render


@page("home.view")
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "home/home/index.html")
