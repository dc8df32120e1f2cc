#include "sweep/resolve_hook.hpp"

#include "base/sha256.hpp"

namespace gmat_sweep {

std::optional<ResolvedHook> resolve_hook(const std::string& text, const std::string& python) {
  if (text.empty()) return std::nullopt;
  ResolvedHook hook{parse_hook(text, python), std::nullopt};
  const LoadedHook loaded = load_hook(hook.config);
  if (!loaded.file.empty()) hook.sha256 = sha256_file_hex(loaded.file);
  return hook;
}

}  // namespace gmat_sweep
