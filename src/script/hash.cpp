#include "script/hash.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <optional>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::script {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}

/// Length of the well-formed UTF-8 sequence at `at`, or 0. Source: Unicode 15, table 3-7.
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
  const unsigned lead = byte_at(bytes, at);
  if (lead < 0x80) return 1;
  const auto continues = [&](std::size_t ahead) {
    return (byte_at(bytes, at + ahead) & 0xC0U) == 0x80U;
  };
  if (lead < 0xC2 || lead > 0xF4 || !continues(1)) return 0;
  const unsigned second = byte_at(bytes, at + 1);
  if (lead < 0xE0) return 2;
  if (!continues(2)) return 0;
  if (lead < 0xF0) {
    const bool overlong = lead == 0xE0 && second < 0xA0;
    const bool surrogate = lead == 0xED && second > 0x9F;
    return overlong || surrogate ? 0 : 3;
  }
  const bool overlong = lead == 0xF0 && second < 0x90;
  const bool beyond = lead == 0xF4 && second > 0x8F;
  return overlong || beyond || !continues(3) ? 0 : 4;
}

std::optional<std::size_t> first_malformed(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t length = sequence_length(bytes, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

std::string with_newlines(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + 1);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != '\r') {
      text += bytes[i];
      continue;
    }
    text += '\n';
    if (i + 1 < bytes.size() && bytes[i + 1] == '\n') ++i;
  }
  return text;
}

}  // namespace

std::string canonical_script_sha256_of_bytes(std::string_view bytes, const std::string& name) {
  if (const auto at = first_malformed(bytes)) {
    throw ScriptError(
        fmt::format("{}: not UTF-8 at byte offset {} (0x{:02X}); save the script as "
                    "UTF-8",
                    name, *at, byte_at(bytes, *at)));
  }
  while (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  std::string text = with_newlines(bytes);
  const std::size_t last = text.find_last_not_of('\n');
  text.resize(last == std::string::npos ? 0 : last + 1);
  text += '\n';
  return sha256_hex(text);
}

std::string canonical_script_sha256(const std::filesystem::path& path) {
  return canonical_script_sha256_of_bytes(read_file(path), path.string());
}

}  // namespace gmat_sweep::script
