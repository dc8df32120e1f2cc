#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace gmat_sweep::script {

/// SHA-256 of a script as UTF-8 text, 64 lower-case hex digits, after leading byte-order marks are
/// dropped, `\r\n` and lone `\r` made `\n`, and trailing newlines made exactly one: the same
/// script saved by another editor hashes the same. Equal to Python gmat-sweep's
/// `canonical_script_sha256`.
/// Throws ScriptError naming the file and the byte offset when the bytes are not UTF-8, and
/// GmatSweepError when the file cannot be read.
std::string canonical_script_sha256(const std::filesystem::path& path);

/// The same of bytes in memory; `name` stands for the file in messages.
std::string canonical_script_sha256_of_bytes(std::string_view bytes, const std::string& name);

}  // namespace gmat_sweep::script
