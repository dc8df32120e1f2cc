#include "sweep/resolve_hook.hpp"

#include "base/sha256.hpp"

namespace gmat_sweep {

namespace {

ResolvedHook resolved(HookConfig config) {
  ResolvedHook hook{std::move(config), std::nullopt, {}};
  const LoadedHook loaded = load_hook(hook.config);
  if (!loaded.file.empty()) hook.sha256 = sha256_file_hex(loaded.file);
  hook.files = files_of_hook(hook.config, loaded.file);
  return hook;
}

}  // namespace

std::optional<ResolvedHook> resolve_hook(const std::string& text, const std::string& python) {
  if (text.empty()) return std::nullopt;
  return resolved(parse_hook(text, python));
}

std::optional<ResolvedHook> resolve_recorded_hook(const ManifestHeader& header,
                                                  const std::filesystem::path& output_dir,
                                                  const std::string& python, HookCopies copies) {
  if (!header.postprocess || header.postprocess->empty()) return std::nullopt;
  return resolved(recorded_hook(header, output_dir, python, copies));
}

}  // namespace gmat_sweep
