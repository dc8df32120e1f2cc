#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "full_script.hpp"
#include "reading.hpp"

namespace gmat_sweep::script {
namespace {

/// Reads `text`; whatever it is, the outcome is a script that survives a round trip, or a
/// ScriptError that names a place.
void expect_read_or_refused(const std::string& text) {
  try {
    const Script script = parse_text(text, "m.script");
    const std::string written = to_text(script);
    EXPECT_EQ(parse_text(written, "m.script"), script) << "of:\n" << text << "\nas:\n" << written;
  } catch (const ScriptError& error) {
    EXPECT_EQ(std::string(error.what()).rfind("m.script:", 0), 0U) << error.what();
  }
}

class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  std::size_t below(std::size_t bound) { return engine_() % bound; }

 private:
  std::mt19937 engine_;
};

TEST(Robustness, every_truncation_is_read_or_refused) {
  for (std::size_t length = 0; length <= full_script.size(); ++length) {
    expect_read_or_refused(std::string(full_script.substr(0, length)));
  }
}

TEST(Robustness, printable_garbage_is_read_or_refused) {
  Random random(20260101);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    const std::size_t length = random.below(200);
    for (std::size_t i = 0; i < length; ++i) {
      const std::size_t c = random.below(100);
      text += c < 95 ? static_cast<char>(' ' + c) : c < 98 ? '\n' : '\t';
    }
    expect_read_or_refused(text);
    expect_read_or_refused(fmt::format("BeginMissionSequence\n{}", text));
  }
}

TEST(Robustness, any_bytes_are_read_or_refused) {
  Random random(7);
  for (int round = 0; round < 1000; ++round) {
    std::string text;
    const std::size_t length = random.below(120);
    for (std::size_t i = 0; i < length; ++i) text += static_cast<char>(1 + random.below(255));
    expect_read_or_refused(text);
  }
}

TEST(Robustness, shuffled_pieces_of_scripts_are_read_or_refused) {
  constexpr std::array<std::string_view, 44> pieces{
      "Create ",   "Variable ",   "x",          "Sat.SMA",   " = ",
      "7000",      "-1e3",        "'a b'",      "\"q\"",     "{",
      "}",         "[",           "]",          "(",         ")",
      ", ",        ";",           "\n",         "\n",        "...\n",
      "% c\n",     "GMAT ",       "If ",        "Else\n",    "EndIf\n",
      "For ",      ":",           " == ",       " & ",       "+",
      "^",         "'",           "Propagate ", "Prop(Sat)", "Vary ",
      "DC(x = 1)", "Report RF x", "#Include ",  "function ", "BeginMissionSequence\n",
      "While ",    "EndWhile\n",  ".",          " - "};
  Random random(42);
  for (int round = 0; round < 5000; ++round) {
    std::string text = round % 2 == 0 ? "" : "BeginMissionSequence\n";
    const std::size_t count = random.below(40);
    for (std::size_t i = 0; i < count; ++i) text += pieces[random.below(pieces.size())];
    expect_read_or_refused(text);
  }
}

TEST(Robustness, one_changed_byte_is_read_or_refused) {
  Random random(99);
  for (int round = 0; round < 600; ++round) {
    std::string text(full_script);
    text[random.below(text.size())] = static_cast<char>(' ' + random.below(95));
    expect_read_or_refused(text);
  }
}

TEST(Robustness, long_scripts_do_not_recurse) {
  std::string text = "BeginMissionSequence\n";
  for (int i = 0; i < 20000; ++i) text += "If x > 1\ny = 2\nElse\ny = 3\nEndIf\n";
  EXPECT_EQ(parse_text(text).commands.size(), 20000U);
  EXPECT_THROW(parse_text(std::string(200000, '{')), ScriptError);
  EXPECT_THROW(parse_text(fmt::format("x = {:->200000}", "")), ScriptError);
  EXPECT_THROW(parse_text(fmt::format("BeginMissionSequence\nx = a{:'>200000}", "")), ScriptError);
}

}  // namespace
}  // namespace gmat_sweep::script
