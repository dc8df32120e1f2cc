#include "sweep/hooks/hook_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/sha256.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

/// Where a Python module's file lies below the folder its packages start from; empty when the file
/// does not lie there as its name says.
fs::path place_of_module(const HookConfig& config, const fs::path& file) {
  fs::path place;
  std::string_view rest = config.module;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('.'), rest.size());
    place /= std::string(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const bool is_package = file.stem() == "__init__";
  fs::path below = is_package ? file.parent_path() : file.parent_path() / file.stem();
  for (auto part = place.end(); part != place.begin(); below = below.parent_path()) {
    if (*--part != below.filename()) return {};
  }
  return is_package ? place / file.filename() : place.parent_path() / file.filename();
}

/// A module, and what makes its packages packages.
void add_module(const HookConfig& config, const fs::path& file, std::vector<HookFile>& files) {
  const fs::path place = place_of_module(config, file);
  if (place.empty() || file.extension() != ".py") return;
  files.push_back({file, place, 0, ""});
  fs::path folder = file.parent_path();
  for (fs::path above = place.parent_path(); !above.empty(); above = above.parent_path()) {
    const fs::path init = folder / "__init__.py";
    if (init != file && fs::is_regular_file(init)) {
      files.push_back({init, above / "__init__.py", 0, ""});
    }
    folder = folder.parent_path();
  }
}

void add_words(const HookConfig& config, std::vector<HookFile>& files) {
  for (const std::size_t word : config.file_words) {
    const fs::path source = word == 0 ? config.file : fs::path(config.arguments.at(word - 1));
    fs::path place = source.filename();
    const bool taken =
        std::ranges::any_of(files, [&](const HookFile& file) { return file.place == place; });
    if (taken) place = fs::path(std::to_string(word)) / place;
    files.push_back({source, place, static_cast<std::int64_t>(word), ""});
  }
}

/// From the output folder; with a slash, so that it is not looked for on PATH.
std::string relative_word(const fs::path& file, const fs::path& output_dir) {
  const fs::path relative = file.lexically_relative(output_dir);
  if (relative.empty()) return file.string();
  const bool has_slash = relative.string().find('/') != std::string::npos;
  return has_slash ? relative.string() : "./" + relative.string();
}

class Places {
 public:
  Places(const ManifestHeader& header, const fs::path& output_dir, HookCopies copies)
      : header_(header), output_dir_(output_dir), copies_(copies) {}

  /// The file that a word of the hook names, or its copy.
  std::string of_word(const std::string& word, std::size_t number) const {
    const auto file = std::ranges::find(header_.postprocess_files,
                                        static_cast<std::int64_t>(number), &ManifestHookFile::word);
    if (file == header_.postprocess_files.end()) return word;
    const fs::path original = (output_dir_ / word).lexically_normal();
    const fs::path copy = output_dir_ / file->path;
    const bool has_original = fs::is_regular_file(original);
    if (has_original && copies_ == HookCopies::after_originals) return original.string();
    if (fs::is_regular_file(copy)) {
      const std::string found = sha256_file_hex(copy);
      if (found == file->sha256) return runnable(copy).string();
      if (!has_original) refuse_copy(copy, found, file->sha256);
    }
    if (has_original) return original.string();
    throw SweepConfigError(fmt::format(
        "postprocess hook '{}': there is neither the file {} nor the sweep's copy of it, {}",
        *header_.postprocess, original.string(), copy.string()));
  }

 private:
  [[noreturn]] void refuse_copy(const fs::path& copy, const std::string& found,
                                const std::string& recorded) const {
    throw SweepConfigError(fmt::format(
        "postprocess hook '{}': the sweep's copy {} is not as recorded: its SHA-256 is {}, the "
        "manifest records {}",
        *header_.postprocess, copy.string(), found, recorded));
  }

  /// An archive keeps no modes. Where it cannot be set, loading the hook says so.
  static const fs::path& runnable(const fs::path& copy) {
    std::error_code ignored;
    fs::permissions(copy, fs::perms::owner_exec, fs::perm_options::add, ignored);
    return copy;
  }

  const ManifestHeader& header_;
  const fs::path& output_dir_;
  HookCopies copies_;
};

/// The folder of copies: `inputs/hook`, in an archive `script/hook`.
fs::path folder_of_copies(const ManifestHeader& header, const fs::path& output_dir) {
  const fs::path& path = header.postprocess_files.front().path;
  auto part = path.begin();
  const fs::path first = *part++;
  return output_dir / first / *part;
}

}  // namespace

std::vector<HookFile> files_of_hook(const HookConfig& config, const fs::path& code) {
  std::vector<HookFile> files;
  switch (config.kind) {
    case HookKind::python:
      if (!code.empty()) add_module(config, fs::absolute(code).lexically_normal(), files);
      break;
    case HookKind::library:
      files.push_back({config.file, config.file.filename(), 0, ""});
      break;
    case HookKind::program:
      add_words(config, files);
      break;
  }
  for (HookFile& file : files) file.sha256 = sha256_file_hex(file.source);
  return files;
}

std::string recorded_hook_text(const HookConfig& config, const fs::path& output_dir) {
  switch (config.kind) {
    case HookKind::python:
      return config.text;
    case HookKind::library:
      return relative_word(config.file, output_dir) + ":" + config.function;
    case HookKind::program:
      break;
  }
  std::vector<std::string> words = words_of_program(config.text);
  for (const std::size_t word : config.file_words) {
    words.at(word) = relative_word(words.at(word), output_dir);
  }
  return text_of_program(words);
}

HookConfig recorded_hook(const ManifestHeader& header, const fs::path& output_dir,
                         const std::string& python, HookCopies copies) {
  const std::string& text = *header.postprocess;
  if (header.postprocess_files.empty()) return parse_hook(text, python);
  const Places places(header, output_dir, copies);
  if (is_program_hook(text)) {
    std::vector<std::string> words = words_of_program(text);
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = places.of_word(words[i], i);
    return parse_hook(text_of_program(words), python);
  }
  if (is_library_hook(text)) {
    const std::size_t colon = text.rfind(':');
    return parse_hook(places.of_word(text.substr(0, colon), 0) + text.substr(colon), python);
  }
  HookConfig config = parse_hook(text, python);
  config.modules = folder_of_copies(header, output_dir);
  config.modules_first = copies == HookCopies::before_originals;
  return config;
}

}  // namespace gmat_sweep
