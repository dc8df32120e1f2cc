#include "script/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "script/commands.hpp"
#include "script/expression_parser.hpp"
#include "script/lexer.hpp"
#include "script/statement_parser.hpp"
#include "script/syntax_error.hpp"

namespace gmat_sweep::script {
namespace {

namespace fs = std::filesystem;

// Bounds every recursion over commands and over including files.
constexpr std::size_t most_open_bodies = 100;
constexpr std::size_t most_open_files = 50;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

fs::path comparable(const fs::path& path) {
  std::error_code ignored;
  fs::path canonical = fs::weakly_canonical(path, ignored);
  return canonical.empty() ? path.lexically_normal() : canonical;
}

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

class ScriptReader {
 public:
  Script read_file_and_includes(const fs::path& path);
  Script read_in_memory(std::string_view text, const fs::path& name);

 private:
  void read_text(std::string_view text, std::uint32_t file);
  void read_statement(std::span<const Token> tokens);
  void read_header(std::span<const Token> tokens, bool first);
  void read_word(std::span<const Token> tokens);
  void read_definition(std::span<const Token> tokens);
  void read_create(std::span<const Token> tokens);
  void name_function(Command& command) const;
  void begin_mission_sequence(const Token& keyword);
  void read_known_command(std::span<const Token> tokens, const CommandWord& word);
  void open_body(Command command, const CommandWord& word);
  void open_else(Command command);
  void close_body(const Token& keyword);
  void read_include(std::span<const Token> tokens);
  fs::path included_path(std::span<const Token> name) const;
  fs::path find_included(const fs::path& written, Location at) const;
  std::uint32_t index_of(const fs::path& path, std::string_view text, Location included_at);
  void check_cycle(const fs::path& path, Location at) const;
  std::vector<Command>& current_body();
  void add_command(Command command);
  void fault(Location location, std::string text) {
    errors_.push_back({location, std::move(text)});
  }
  Script finish();

  struct OpenBody {
    Command command;
    std::string_view closed_by;
  };

  Script script_;
  std::vector<SyntaxError> errors_;
  std::vector<OpenBody> bodies_;
  std::vector<std::uint32_t> reading_;  ///< the files being read, innermost last
  std::size_t definitions_ = 0;
  std::optional<Location> first_command_;  ///< set once definitions are over
  bool any_statement_ = false;
  bool gave_up_ = false;
};

bool is_function_header(std::span<const Token> tokens) {
  return tokens.size() > 1 && tokens[0].text == "function" && !tokens[1].is("(") &&
         !tokens[1].is("=");
}

std::string_view without_mark(std::string_view text) {
  while (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return text;
}

Script ScriptReader::read_file_and_includes(const fs::path& path) {
  std::string text;
  try {
    text = read_file(path);
  } catch (const GmatSweepError& error) {
    throw ScriptError(error.what());
  }
  return read_in_memory(text, path);
}

Script ScriptReader::read_in_memory(std::string_view text, const fs::path& name) {
  script_.files.push_back({name, sha256_hex(text), {}});
  reading_.push_back(0);
  read_text(text, 0);
  reading_.pop_back();
  return finish();
}

void ScriptReader::read_text(std::string_view text, std::uint32_t file) {
  text = without_mark(text);
  const Location start{file, 1, 1};
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return fault(start, "the file is UTF-16; save it as UTF-8 or ASCII");
  }
  if (text.find('\0') != std::string_view::npos) {
    return fault(start, "the file holds zero bytes, so it is no text");
  }
  Lexer lexer(text, file);
  Statement statement;
  while (!gave_up_ && lexer.next(statement)) {
    if (statement.error) errors_.push_back(*statement.error);
    if (statement.tokens.empty()) continue;
    const std::size_t errors_before = errors_.size();
    read_statement(statement.tokens);
    // What follows from a fault of the lexer is not another fault.
    if (statement.error) errors_.resize(errors_before);
  }
}

void ScriptReader::read_statement(std::span<const Token> tokens) {
  const bool prefixed = tokens.size() > 1 && tokens[0].text == "GMAT" &&
                        tokens[0].kind == TokenKind::name && tokens[1].space_before;
  if (prefixed) tokens = tokens.subspan(1);
  const bool first = !std::exchange(any_statement_, true);
  try {
    if (tokens[0].is("#")) return read_include(tokens);
    // `Save x` is a command, `Save.x = 1` a field.
    const bool word = tokens[0].kind == TokenKind::name &&
                      (tokens.size() == 1 || tokens[1].space_before || tokens[1].is("("));
    if (!word) return read_definition(tokens);
    if (is_function_header(tokens)) return read_header(tokens, first);
    read_word(tokens);
  } catch (SyntaxError& error) {
    errors_.push_back(std::move(error));
  }
}

void ScriptReader::read_header(std::span<const Token> tokens, bool first) {
  if (!first) {
    throw SyntaxError{tokens.front().location,
                      "a function's header must be the first statement of its file"};
  }
  script_.function = read_function_header(tokens);
}

void ScriptReader::read_word(std::span<const Token> tokens) {
  const Token& keyword = tokens.front();
  if (keyword.text == "Create") return read_create(tokens);
  const CommandWord* word = find_command(keyword.text);
  if (word == nullptr) return read_definition(tokens);
  if (word->keyword == "BeginMissionSequence") begin_mission_sequence(keyword);
  read_known_command(tokens, *word);
}

void ScriptReader::read_create(std::span<const Token> tokens) {
  if (first_command_) {
    throw SyntaxError{
        tokens.front().location,
        fmt::format("Create must stand before the mission sequence, which begins at {}",
                    script_.where(*first_command_))};
  }
  std::vector<Resource> created = script::read_create(tokens, definitions_);
  definitions_ += created.size();
  std::ranges::move(created, std::back_inserter(script_.resources));
}

void ScriptReader::read_definition(std::span<const Token> tokens) {
  const bool assigns =
      tokens.front().kind == TokenKind::name &&
      std::ranges::any_of(tokens, [](const Token& token) { return token.is("="); });
  if (!first_command_ && assigns) {
    script_.assignments.push_back(read_assignment(tokens, definitions_));
    ++definitions_;
    return;
  }
  if (!first_command_ && is_method_call(tokens)) {
    script_.method_calls.push_back(read_method_call(tokens, definitions_));
    ++definitions_;
    return;
  }
  Command command = read_keywordless(tokens);
  name_function(command);
  if (!first_command_ && command.kind == CommandKind::unknown) {
    throw SyntaxError{
        command.location,
        fmt::format("found '{}', expected Create, an assignment or a command", command.keyword)};
  }
  add_command(std::move(command));
}

/// A word alone calls a function when a resource says it is one.
void ScriptReader::name_function(Command& command) const {
  if (command.kind != CommandKind::unknown || !command.text.ends_with(command.keyword)) return;
  const Resource* resource = script_.find_resource(command.keyword);
  if (resource == nullptr || !resource->type.ends_with("Function")) return;
  command.kind = CommandKind::call_function;
  command.arguments.push_back({Path{{PathPart{command.keyword, false, {}}}}, command.location});
  command.keyword.clear();
}

void ScriptReader::begin_mission_sequence(const Token& keyword) {
  if (script_.begin_mission_sequence) {
    throw SyntaxError{keyword.location,
                      fmt::format("the mission sequence began already at {}",
                                  script_.where(*script_.begin_mission_sequence))};
  }
  script_.begin_mission_sequence = keyword.location;
  if (!first_command_) {
    first_command_ = keyword.location;
    return;
  }
  throw SyntaxError{keyword.location,
                    fmt::format("BeginMissionSequence must come before every command, the first "
                                "stands at {}",
                                script_.where(*first_command_))};
}

void ScriptReader::read_known_command(std::span<const Token> tokens, const CommandWord& word) {
  Command command;
  command.keyword = word.keyword;
  command.location = tokens.front().location;
  try {
    command = read_command(tokens, word);
  } catch (SyntaxError& error) {
    // The command still opens or closes its body: one fault, not a trail of them.
    errors_.push_back(std::move(error));
  }
  if (word.keyword == "BeginMissionSequence") return;
  if (word.keyword == "Else" || word.keyword == "ElseIf") return open_else(std::move(command));
  if (!word.closed_by.empty()) return open_body(std::move(command), word);
  if (closes_body(word.keyword)) return close_body(tokens.front());
  add_command(std::move(command));
}

std::vector<Command>& ScriptReader::current_body() {
  if (bodies_.empty()) return script_.commands;
  Command& innermost = bodies_.back().command;
  return innermost.else_branches.empty() ? innermost.body : innermost.else_branches.back().body;
}

void ScriptReader::add_command(Command command) {
  if (!first_command_) first_command_ = command.location;
  current_body().push_back(std::move(command));
}

void ScriptReader::open_body(Command command, const CommandWord& word) {
  if (!first_command_) first_command_ = command.location;
  if (bodies_.size() >= most_open_bodies) {
    fault(command.location,
          fmt::format("commands are nested more than {} deep; nothing after this was read",
                      most_open_bodies));
    bodies_.clear();
    gave_up_ = true;
    return;
  }
  bodies_.push_back({std::move(command), word.closed_by});
}

void ScriptReader::open_else(Command command) {
  const bool in_if = !bodies_.empty() && bodies_.back().closed_by == "EndIf";
  if (!in_if) {
    return fault(command.location, fmt::format("found {} outside an If", command.keyword));
  }
  std::vector<ElseBranch>& branches = bodies_.back().command.else_branches;
  if (!branches.empty() && !branches.back().condition) {
    return fault(command.location,
                 fmt::format("found {} after the Else of the If at {}", command.keyword,
                             script_.where(bodies_.back().command.location)));
  }
  ElseBranch branch;
  branch.location = command.location;
  branch.label = std::move(command.label);
  if (command.keyword == "ElseIf") {
    branch.condition.emplace();
    if (!command.arguments.empty()) branch.condition = std::move(command.arguments.front());
  }
  branches.push_back(std::move(branch));
}

void ScriptReader::close_body(const Token& keyword) {
  if (bodies_.empty()) {
    return fault(keyword.location,
                 fmt::format("found {}, but nothing is open for it to close", keyword.text));
  }
  const bool closes_any = std::ranges::any_of(
      bodies_, [&](const OpenBody& body) { return body.closed_by == keyword.text; });
  while (bodies_.back().closed_by != keyword.text) {
    const OpenBody& innermost = bodies_.back();
    fault(keyword.location,
          fmt::format("found {}, expected {} for the {} at {}", keyword.text, innermost.closed_by,
                      innermost.command.keyword, script_.where(innermost.command.location)));
    if (!closes_any) return;
    Command unclosed = std::move(bodies_.back().command);
    bodies_.pop_back();
    current_body().push_back(std::move(unclosed));
  }
  Command closed = std::move(bodies_.back().command);
  bodies_.pop_back();
  closed.end_location = keyword.location;
  current_body().push_back(std::move(closed));
}

void ScriptReader::read_include(std::span<const Token> tokens) {
  const bool include = tokens.size() > 1 && tokens[1].text == "Include" && !tokens[1].space_before;
  const Location at = tokens.front().location;
  if (!include) throw SyntaxError{at, "found '#', which only begins #Include 'file'"};
  if (tokens.size() == 2) throw SyntaxError{end_of(tokens), "#Include names no file"};
  const fs::path path = find_included(included_path(tokens.subspan(2)), tokens[2].location);
  check_cycle(path, tokens[2].location);
  if (reading_.size() >= most_open_files) {
    throw SyntaxError{at, fmt::format("files are included more than {} deep", most_open_files)};
  }
  std::string text;
  try {
    text = read_file(path);
  } catch (const GmatSweepError& error) {
    throw SyntaxError{tokens[2].location, error.what()};
  }
  reading_.push_back(index_of(path, text, at));
  read_text(text, reading_.back());
  reading_.pop_back();
}

/// The file an `#Include` names: in quotes, bare, or by a String resource that holds it.
fs::path ScriptReader::included_path(std::span<const Token> name) const {
  std::string written = name.size() == 1 ? std::string(name.front().text) : source_of(name);
  const bool word = name.size() == 1 && name.front().kind == TokenKind::name;
  const Resource* resource = word ? script_.find_resource(written) : nullptr;
  if (resource != nullptr && resource->type == "String") {
    const Assignment* given = nullptr;
    for (const Assignment& assignment : script_.assignments) {
      if (assignment.target.word() == written) given = &assignment;
    }
    if (given == nullptr) {
      throw SyntaxError{name.front().location,
                        fmt::format("the String {} has no value to include yet", written)};
    }
    const String* text = given->value.string();
    written = text != nullptr ? text->text : given->raw_value;
  } else if (word && resource != nullptr) {
    throw SyntaxError{
        name.front().location,
        fmt::format("{} is a {}; #Include takes a file or a String", written, resource->type)};
  }
  std::ranges::replace(written, '\\', '/');
  return written;
}

/// Beside the including file, then beside the script.
fs::path ScriptReader::find_included(const fs::path& written, Location at) const {
  fs::path beside = script_.files[at.file].path.parent_path() / written;
  if (is_file(beside)) return beside;
  fs::path beside_script = script_.files.front().path.parent_path() / written;
  if (is_file(beside_script)) return beside_script;
  std::string looked_for = beside.string();
  if (beside_script != beside) looked_for += " and " + beside_script.string();
  throw SyntaxError{at, fmt::format("the included file is not there: {}", looked_for)};
}

std::uint32_t ScriptReader::index_of(const fs::path& path, std::string_view text,
                                     Location included_at) {
  const fs::path wanted = comparable(path);
  for (std::size_t i = 0; i < script_.files.size(); ++i) {
    if (comparable(script_.files[i].path) == wanted) return static_cast<std::uint32_t>(i);
  }
  script_.files.push_back({path, sha256_hex(text), included_at});
  return static_cast<std::uint32_t>(script_.files.size() - 1);
}

void ScriptReader::check_cycle(const fs::path& path, Location at) const {
  const fs::path wanted = comparable(path);
  for (const std::uint32_t open : reading_) {
    if (comparable(script_.files[open].path) != wanted) continue;
    throw SyntaxError{at, fmt::format("{} is being read already and includes itself",
                                      script_.files[open].path.string())};
  }
}

Script ScriptReader::finish() {
  for (const OpenBody& body : bodies_) {
    fault(body.command.location,
          fmt::format("{} is not closed by {}", body.command.keyword, body.closed_by));
  }
  if (errors_.empty()) return std::move(script_);
  std::ranges::stable_sort(errors_, [](const SyntaxError& a, const SyntaxError& b) {
    return std::tie(a.location.file, a.location.line, a.location.column) <
           std::tie(b.location.file, b.location.line, b.location.column);
  });
  std::string message;
  for (const SyntaxError& error : errors_) {
    if (!message.empty()) message += '\n';
    message += fmt::format("{}: {}", script_.where(error.location), error.text);
  }
  throw ScriptError(message);
}

/// Reads `text` as one statement and hands its tokens to `read`.
template <typename Read>
auto read_one(std::string_view text, Read read) {
  try {
    Lexer lexer(text, 0);
    Statement statement;
    lexer.next(statement);
    if (statement.error) throw SyntaxError(*statement.error);
    const std::vector<Token> tokens = statement.tokens;
    auto result =
        read(std::span<const Token>(tokens), tokens.empty() ? Location{0, 1, 1} : end_of(tokens));
    if (!lexer.next(statement)) return result;
    throw SyntaxError{
        statement.tokens.empty() ? Location{0, 1, 1} : statement.tokens.front().location,
        "found a second line, expected one value"};
  } catch (const SyntaxError& error) {
    throw ScriptError(
        fmt::format("value:{}:{}: {}", error.location.line, error.location.column, error.text));
  }
}

}  // namespace

Script parse_file(const fs::path& path) { return ScriptReader().read_file_and_includes(path); }

Script parse_text(std::string_view text, const fs::path& name) {
  return ScriptReader().read_in_memory(text, name);
}

Expression parse_expression(std::string_view text) {
  return read_one(text, [](std::span<const Token> tokens, Location end) {
    ExpressionParser parser(tokens, end);
    Expression result = parser.argument();
    parser.expect_end("the expression");
    return result;
  });
}

Expression parse_value(std::string_view text) {
  return read_one(
      text, [](std::span<const Token> tokens, Location end) { return read_value(tokens, end); });
}

Path parse_path(std::string_view text) {
  return read_one(text, [](std::span<const Token> tokens, Location end) {
    ExpressionParser parser(tokens, end);
    Path result = parser.path();
    parser.expect_end("the field");
    return result;
  });
}

}  // namespace gmat_sweep::script
