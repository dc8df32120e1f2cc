#include "sweep/hooks/hook_reply.hpp"

#include <fmt/format.h>

#include "sweep/hooks/hook.hpp"

namespace gmat_sweep {

Value parse_reply(std::string_view text, std::string_view who) {
  constexpr std::size_t longest_quote = 200;
  try {
    return parse_json(text);
  } catch (const GmatSweepError& error) {
    throw HookFailed(
        fmt::format("{} must answer with one JSON object of keys to paths, and print anything else "
                    "on standard error; its answer begins {} ({})",
                    who, to_json(text.substr(0, longest_quote)), error.what()));
  }
}

HookOutputs outputs_from_reply(const Value& reply) {
  if (!reply.is_map()) {
    throw HookFailed(
        fmt::format("the hook must answer with a mapping of keys to paths, not {} ({})",
                    reply.kind_name(), to_json(reply)));
  }
  HookOutputs outputs;
  for (const auto& [key, path] : reply.as_map()) {
    if (!path.is_string()) {
      throw HookFailed(fmt::format("the hook's answer for \"{}\" must be a path, not {} ({})", key,
                                   path.kind_name(), to_json(path)));
    }
    outputs.emplace(key, std::filesystem::absolute(path.as_string()));
  }
  return outputs;
}

}  // namespace gmat_sweep
