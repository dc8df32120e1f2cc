#include "sweep/hooks/hook.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "sweep/hooks/library_hook.hpp"
#include "sweep/hooks/program_hook.hpp"
#include "sweep/hooks/python_hook.hpp"

namespace gmat_sweep {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view program_prefix = "exec:";

constexpr std::string_view accepted_forms =
    "'package.module:function' (Python), './libmy_hooks.so:function' (a C++ library) or "
    "'exec:./program --flag' (any program)";

/// Splits at blanks; single or double quotes keep them.
std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = '\0';
  for (const char c : text) {
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else {
        words.back().push_back(c);
      }
      continue;
    }
    if (c == ' ' || c == '\t') {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (c == '\'' || c == '"') {
      quote = c;
    } else {
      words.back().push_back(c);
    }
  }
  if (quote != '\0') {
    throw SweepConfigError(
        fmt::format("postprocess hook '{}{}' has an unclosed {}", program_prefix, text, quote));
  }
  return words;
}

std::string quoted_word(const std::string& word) {
  if (word.find_first_of(" \t'\"") == std::string::npos && !word.empty()) return word;
  const char quote = word.find('\'') == std::string::npos ? '\'' : '"';
  return quote + word + quote;
}

/// libname.so or, with a version, libname.so.1.2
bool is_library(std::string_view file) {
  return file.substr(0, file.find_last_not_of(".0123456789") + 1).ends_with(".so");
}

bool is_identifier(std::string_view name) {
  constexpr std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
  return !name.empty() && !(name.front() >= '0' && name.front() <= '9') &&
         name.find_first_not_of(letters) == name.npos;
}

/// The first executable file of that name on PATH; empty without one.
fs::path find_on_path(const std::string& name) {
  const char* search_path = std::getenv("PATH");
  std::string_view rest = search_path == nullptr ? "" : search_path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    fs::path candidate = fs::path(rest.substr(0, end)) / name;
    if (::access(candidate.c_str(), X_OK) == 0 && fs::is_regular_file(candidate)) return candidate;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

/// The program's file, and in `word` its name: a name alone for a program on PATH, else absolute.
fs::path find_program(std::string& word) {
  if (word.find('/') == std::string::npos) {
    fs::path found = find_on_path(word);
    if (!found.empty()) return found;
    throw SweepConfigError(
        fmt::format("postprocess hook 'exec:{}': no program of that name on PATH", word));
  }
  fs::path file = fs::absolute(word).lexically_normal();
  word = find_on_path(file.filename()) == file ? file.filename().string() : file.string();
  return file;
}

/// Whether an argument is meant as a file that is there.
bool names_file(const std::string& argument) {
  std::error_code error;
  return argument.find_first_of("/.") != std::string::npos && fs::is_regular_file(argument, error);
}

HookConfig parse_program(std::string_view command) {
  HookConfig config;
  config.kind = HookKind::program;
  std::vector<std::string> words = split_words(command);
  if (words.empty()) {
    throw SweepConfigError(
        "postprocess hook 'exec:' names no program; expected such as "
        "'exec:./program --flag'");
  }
  config.file = find_program(words.front());
  if (!fs::is_regular_file(config.file)) {
    throw SweepConfigError(fmt::format("postprocess hook 'exec:{}': there is no file {}", command,
                                       config.file.string()));
  }
  if (::access(config.file.c_str(), X_OK) != 0) {
    throw SweepConfigError(fmt::format("postprocess hook 'exec:{}': {} is not executable", command,
                                       config.file.string()));
  }
  if (words.front().find('/') != std::string::npos) config.file_words.push_back(0);
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!names_file(words[i])) continue;
    words[i] = fs::absolute(words[i]).lexically_normal().string();
    config.file_words.push_back(i);
  }
  config.arguments.assign(words.begin() + 1, words.end());
  config.text = text_of_program(words);
  return config;
}

HookConfig parse_library(const std::string& file, const std::string& function) {
  HookConfig config;
  config.kind = HookKind::library;
  config.file = fs::absolute(file).lexically_normal();
  config.function = function;
  config.text = config.file.string() + ":" + function;
  if (!fs::is_regular_file(config.file)) {
    throw SweepConfigError(fmt::format("postprocess hook '{}:{}': there is no library {}", file,
                                       function, config.file.string()));
  }
  return config;
}

}  // namespace

bool is_program_hook(std::string_view text) { return text.starts_with(program_prefix); }

bool is_library_hook(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  return colon != text.npos && !is_program_hook(text) && is_library(text.substr(0, colon)) &&
         is_identifier(text.substr(colon + 1));
}

std::vector<std::string> words_of_program(std::string_view text) {
  return split_words(text.substr(program_prefix.size()));
}

std::string text_of_program(const std::vector<std::string>& words) {
  std::string text(program_prefix);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += ' ';
    text += quoted_word(words[i]);
  }
  return text;
}

HookConfig parse_hook(std::string_view text, const std::string& python) {
  if (is_program_hook(text)) return parse_program(text.substr(program_prefix.size()));

  const std::size_t colon = std::min(text.rfind(':'), text.size());
  const std::string_view place = text.substr(0, colon);
  const std::string_view function = text.substr(std::min(colon + 1, text.size()));
  if (is_library_hook(text)) {
    return parse_library(std::string(place), std::string(function));
  }
  constexpr std::string_view never_in_a_module = " \t\r\n\v\f:/";
  if (place.empty() || function.empty() || place.find_first_of(never_in_a_module) != place.npos ||
      function.find_first_of(never_in_a_module) != function.npos) {
    throw SweepConfigError(fmt::format("postprocess hook '{}' is of no known form; expected {}",
                                       text, accepted_forms));
  }
  HookConfig config;
  config.kind = HookKind::python;
  config.text = text;
  config.module = place;
  config.function = function;
  config.python = python.empty() ? "python3" : python;
  return config;
}

LoadedHook load_hook(const HookConfig& config) {
  switch (config.kind) {
    case HookKind::python:
      return load_python_hook(config);
    case HookKind::library:
      return load_library_hook(config);
    case HookKind::program:
      return load_program_hook(config);
  }
  throw GmatSweepError("unknown kind of hook");
}

namespace {

constexpr std::string_view kind_names[] = {"python", "library", "program"};

}  // namespace

Value to_value(const HookConfig& config) {
  Value::List arguments(config.arguments.begin(), config.arguments.end());
  return Value::Map{{"kind", kind_names[static_cast<std::size_t>(config.kind)]},
                    {"text", config.text},
                    {"module", config.module},
                    {"function", config.function},
                    {"file", config.file.string()},
                    {"arguments", std::move(arguments)},
                    {"python", config.python},
                    {"modules", config.modules.string()},
                    {"modules_first", config.modules_first}};
}

HookConfig hook_config_from_value(const Value& value) {
  const Value::Map& map = value.as_map();
  HookConfig config;
  const std::string& kind = map.at("kind").as_string();
  config.kind = kind == kind_names[0]   ? HookKind::python
                : kind == kind_names[1] ? HookKind::library
                                        : HookKind::program;
  config.text = map.at("text").as_string();
  config.module = map.at("module").as_string();
  config.function = map.at("function").as_string();
  config.file = map.at("file").as_string();
  for (const Value& argument : map.at("arguments").as_list()) {
    config.arguments.push_back(argument.as_string());
  }
  config.python = map.at("python").as_string();
  config.modules = map.at("modules").as_string();
  config.modules_first = map.at("modules_first").as_bool();
  return config;
}

}  // namespace gmat_sweep
