#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace gmat_sweep::mission {

enum class CommandSupport : std::uint8_t {
  used,
  display,     ///< draws or asks: accepted, without effect
  unsupported  ///< refused with its line
};

/// A command of GMAT's mission sequence.
struct CommandType {
  std::string_view name;
  CommandSupport support = CommandSupport::used;
  std::string_view doc = {};
};

/// Null when GMAT has no such command.
const CommandType* find_command_type(std::string_view name);
std::span<const CommandType> command_types();

}  // namespace gmat_sweep::mission
