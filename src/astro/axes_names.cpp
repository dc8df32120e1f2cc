#include <fmt/format.h>

#include <array>

#include "astro/coordinate_system.hpp"

namespace gmat_sweep::astro {
namespace {

struct NamedAxes {
  std::string_view name;
  AxesKind kind;
};
constexpr std::array<NamedAxes, 21> named_axes{{
    {"MJ2000Eq", AxesKind::mj2000_eq},
    {"MJ2000Ec", AxesKind::mj2000_ec},
    {"MODEq", AxesKind::mod_eq},
    {"MODEc", AxesKind::mod_ec},
    {"TODEq", AxesKind::tod_eq},
    {"TODEc", AxesKind::tod_ec},
    {"MOEEq", AxesKind::moe_eq},
    {"MOEEc", AxesKind::moe_ec},
    {"TOEEq", AxesKind::toe_eq},
    {"TOEEc", AxesKind::toe_ec},
    {"ICRF", AxesKind::icrf},
    {"TEME", AxesKind::teme},
    {"Equator", AxesKind::equator},
    {"BodyFixed", AxesKind::body_fixed},
    {"BodyInertial", AxesKind::body_inertial},
    {"BodySpinSun", AxesKind::body_spin_sun},
    {"GSE", AxesKind::gse},
    {"GSM", AxesKind::gsm},
    {"Topocentric", AxesKind::topocentric},
    {"ObjectReferenced", AxesKind::object_referenced},
    {"LocalAlignedConstrained", AxesKind::local_aligned_constrained},
}};

}  // namespace

std::optional<AxesKind> axes_kind_from_name(std::string_view name) {
  for (const NamedAxes& axes : named_axes)
    if (axes.name == name) return axes.kind;
  return std::nullopt;
}

const std::string& axes_kind_names() {
  static const std::string names = [] {
    std::string list;
    for (const NamedAxes& axes : named_axes)
      list += fmt::format("{}{}", list.empty() ? "" : ", ", axes.name);
    return list;
  }();
  return names;
}

std::optional<ReferenceAxis> reference_axis_from_name(std::string_view name) {
  ReferenceAxis axis;
  if (name.empty()) return axis;
  if (name.front() == '-') {
    axis.reversed = true;
    name.remove_prefix(1);
  }
  if (name == "R" || name == "r")
    axis.along = ReferenceAxis::Along::r;
  else if (name == "V" || name == "v")
    axis.along = ReferenceAxis::Along::v;
  else if (name == "N" || name == "n")
    axis.along = ReferenceAxis::Along::n;
  else
    return std::nullopt;
  return axis;
}

}  // namespace gmat_sweep::astro
