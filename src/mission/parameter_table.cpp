#include "mission/parameter_table.hpp"

#include <algorithm>

#include "mission/parameter_family.hpp"

namespace gmat_sweep::mission {
namespace {

std::vector<ParameterType> all_types() {
  std::vector<ParameterType> all;
  for (const auto family :
       {time_parameters(), orbit_parameters(), element_parameters(), planet_parameters()}) {
    all.insert(all.end(), family.begin(), family.end());
  }
  return all;
}

}  // namespace

std::span<const ParameterType> parameter_types() {
  static const auto types = all_types();
  return types;
}

const ParameterType* find_parameter_type(std::string_view name) {
  const auto types = parameter_types();
  const auto found = std::ranges::find(types, name, &ParameterType::name);
  return found == types.end() ? nullptr : &*found;
}

std::vector<std::string> parameter_names() {
  std::vector<std::string> names;
  for (const auto& type : parameter_types()) names.emplace_back(type.name);
  return names;
}

}  // namespace gmat_sweep::mission
