#pragma once

#include <string>
#include <string_view>

#include "gmat_sweep/hook.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// Parses what a hook wrote on its result channel, one JSON document. Throws HookFailed quoting it
/// when it is anything else. `who` wrote it.
Value parse_reply(std::string_view text, std::string_view who);

/// Reads a mapping of keys to paths, made absolute from the current folder. Throws HookFailed
/// saying what was found instead.
HookOutputs outputs_from_reply(const Value& reply);

}  // namespace gmat_sweep
