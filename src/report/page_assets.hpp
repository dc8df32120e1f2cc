#pragma once

#include <string_view>

namespace gmat_sweep::report {

/// What the page is made of besides its data: assembled into the library from src/report/page/ and
/// from Vega's npm packages.
struct PageAssets {
  std::string_view style;
  std::string_view script;
  std::string_view vega;
  std::string_view vega_lite;
  std::string_view vega_embed;
};
PageAssets page_assets();

}  // namespace gmat_sweep::report
