// A table that fits needs no region of its own: takes the stop out of the way of the Tab key, and puts
// it back when the window gets too narrow.

function follow(region) {
  function fit() {
    if (region.scrollWidth > region.clientWidth) {
      region.setAttribute("tabindex", "0");
      region.setAttribute("role", "region");
    } else {
      region.removeAttribute("tabindex");
      region.removeAttribute("role");
    }
  }

  new ResizeObserver(fit).observe(region);
}

export function followRegions(page) {
  page.querySelectorAll("[role=region][tabindex]").forEach(follow);
}
