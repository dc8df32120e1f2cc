// JSON as Python's json module speaks it. Neither nlohmann-json nor simdjson keeps integers beyond
// 64 bits or reads NaN and Infinity, and manifests hold both.

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <iterator>

#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

namespace {

constexpr int max_depth = 512;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Value document() {
    Value value = parse_value(0);
    skip_space();
    if (at_ < text_.size()) fail("text after the end of the document");
    return value;
  }

 private:
  [[noreturn]] void fail(std::string_view problem) const {
    throw GmatSweepError(fmt::format("JSON: {} at offset {}", problem, at_));
  }

  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  Value parse_value(int depth) {
    if (depth > max_depth) fail("nesting is too deep");
    skip_space();
    switch (peek()) {
      case '{':
        return parse_map(depth);
      case '[':
        return parse_list(depth);
      case '"':
        return parse_string();
      default:
        break;
    }
    if (take("null")) return nullptr;
    if (take("true")) return true;
    if (take("false")) return false;
    if (take("NaN")) return std::nan("");
    if (take("Infinity")) return HUGE_VAL;
    if (take("-Infinity")) return -HUGE_VAL;
    return parse_number();
  }

  Value parse_map(int depth) {
    ++at_;
    Value::Map map;
    skip_space();
    if (take("}")) return map;
    do {
      skip_space();
      if (peek() != '"') fail("a key in quotes is missing");
      std::string key = parse_string();
      skip_space();
      if (!take(":")) fail("':' is missing");
      map.set(std::move(key), parse_value(depth + 1));
      skip_space();
    } while (take(","));
    if (!take("}")) fail("',' or '}' is missing");
    return map;
  }

  Value parse_list(int depth) {
    ++at_;
    Value::List list;
    skip_space();
    if (take("]")) return list;
    do {
      list.push_back(parse_value(depth + 1));
      skip_space();
    } while (take(","));
    if (!take("]")) fail("',' or ']' is missing");
    return list;
  }

  std::string parse_string() {
    ++at_;
    std::string out;
    while (true) {
      const std::size_t end = text_.find_first_of("\"\\", at_);
      if (end == std::string_view::npos) fail("a string has no closing quote");
      for (std::size_t i = at_; i < end; ++i) {
        if (static_cast<unsigned char>(text_[i]) < 0x20) fail("a control character in a string");
      }
      out.append(text_.substr(at_, end - at_));
      at_ = end + 1;
      if (text_[end] == '"') return out;
      parse_escape(out);
    }
  }

  void parse_escape(std::string& out) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const char c = peek();
    ++at_;
    if (const auto i = letters.find(c); c != '\0' && i != std::string_view::npos) {
      out.push_back(meanings[i]);
      return;
    }
    if (c != 'u') fail("an unknown escape in a string");
    std::uint32_t code = parse_hex4();
    if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
      const std::size_t before = at_;
      at_ += 2;
      const std::uint32_t low = parse_hex4();
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      } else {
        at_ = before;
      }
    }
    append_utf8(out, code);
  }

  std::uint32_t parse_hex4() {
    std::uint32_t code = 0;
    const std::string_view digits = text_.substr(at_, 4);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (error != std::errc() || end != digits.data() + 4) fail("four hex digits are missing");
    at_ += 4;
    return code;
  }

  static void append_utf8(std::string& out, std::uint32_t code) {
    const auto byte = [&](std::uint32_t b) { out.push_back(static_cast<char>(b)); };
    if (code < 0x80) {
      byte(code);
    } else if (code < 0x800) {
      byte(0xC0 | (code >> 6));
      byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      byte(0xE0 | (code >> 12));
      byte(0x80 | ((code >> 6) & 0x3F));
      byte(0x80 | (code & 0x3F));
    } else {
      byte(0xF0 | (code >> 18));
      byte(0x80 | ((code >> 12) & 0x3F));
      byte(0x80 | ((code >> 6) & 0x3F));
      byte(0x80 | (code & 0x3F));
    }
  }

  std::size_t take_digits() {
    const std::size_t start = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ - start;
  }

  Value parse_number() {
    const std::size_t start = at_;
    take("-");
    const bool leading_zero = peek() == '0';
    const std::size_t digits = take_digits();
    if (digits == 0 || (leading_zero && digits > 1)) {
      at_ = start;
      fail("a value is missing");
    }
    bool integer = true;
    if (take(".")) {
      integer = false;
      if (take_digits() == 0) fail("digits after the decimal point are missing");
    }
    if (peek() == 'e' || peek() == 'E') {
      integer = false;
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      if (take_digits() == 0) fail("digits of the exponent are missing");
    }
    const std::string_view token = text_.substr(start, at_ - start);
    return integer ? integer_value(token) : Value(real_value(token));
  }

  static Value integer_value(std::string_view token) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (error == std::errc() && token != "-0") return value;
    if (token == "-0") return std::int64_t{0};
    return BigInteger{std::string(token)};
  }

  static double real_value(std::string_view token) {
    double value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (error == std::errc()) return value;
    // Out of range: from_chars leaves the value alone, strtod gives the infinity or the zero that
    // Python gives.
    return std::strtod(std::string(token).c_str(), nullptr);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

void write_string(std::string& out, std::string_view text) {
  auto it = std::back_inserter(out);
  out.push_back('"');
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(text[i]);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c < 0x20 || c == 0x7F) {
      fmt::format_to(it, "\\u{:04x}", c);
    } else if (c < 0x80) {
      out.push_back(text[i]);
    } else {
      // Decode one UTF-8 sequence; a stray byte becomes U+FFFD.
      const int length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 0;
      std::uint32_t code = length == 4 ? c & 0x07U : length == 3 ? c & 0x0FU : c & 0x1FU;
      bool whole = length > 0 && i + static_cast<std::size_t>(length) <= text.size();
      for (int k = 1; whole && k < length; ++k) {
        const auto next = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
        whole = (next & 0xC0U) == 0x80U;
        code = (code << 6) | (next & 0x3FU);
      }
      if (!whole) {
        out += "\\ufffd";
        continue;
      }
      i += static_cast<std::size_t>(length) - 1;
      if (code >= 0x10000) {
        code -= 0x10000;
        fmt::format_to(it, "\\u{:04x}\\u{:04x}", 0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF));
      } else {
        fmt::format_to(it, "\\u{:04x}", code);
      }
    }
  }
  out.push_back('"');
}

void write_real(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value > 0 ? "Infinity" : "-Infinity";
  } else {
    const std::string text = fmt::format("{}", value);
    out += text;
    if (text.find_first_of(".e") == std::string::npos) out += ".0";
  }
}

void write(std::string& out, const Value& value) {
  if (value.is_null()) {
    out += "null";
  } else if (value.is_bool()) {
    out += value.as_bool() ? "true" : "false";
  } else if (value.is_integer()) {
    fmt::format_to(std::back_inserter(out), "{}", value.as_integer());
  } else if (value.is_big_integer()) {
    out += value.as_big_integer().digits;
  } else if (value.is_real()) {
    write_real(out, value.as_real());
  } else if (value.is_string()) {
    write_string(out, value.as_string());
  } else if (value.is_list()) {
    out.push_back('[');
    bool first = true;
    for (const Value& item : value.as_list()) {
      if (!first) out += ", ";
      first = false;
      write(out, item);
    }
    out.push_back(']');
  } else {
    out.push_back('{');
    bool first = true;
    for (const auto& [key, item] : value.as_map()) {
      if (!first) out += ", ";
      first = false;
      write_string(out, key);
      out += ": ";
      write(out, item);
    }
    out.push_back('}');
  }
}

}  // namespace

Value parse_json(std::string_view text) { return Parser(text).document(); }

std::string to_json(const Value& value) {
  std::string out;
  write(out, value);
  return out;
}

}  // namespace gmat_sweep
