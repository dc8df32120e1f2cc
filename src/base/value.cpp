#include "gmat_sweep/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

ValueMap::ValueMap() = default;
ValueMap::ValueMap(std::initializer_list<Entry> entries) {
  for (const auto& [key, value] : entries) set(key, value);
}
ValueMap::ValueMap(const ValueMap&) = default;
ValueMap::ValueMap(ValueMap&&) noexcept = default;
ValueMap& ValueMap::operator=(const ValueMap&) = default;
ValueMap& ValueMap::operator=(ValueMap&&) noexcept = default;
ValueMap::~ValueMap() = default;

std::size_t ValueMap::size() const { return entries_.size(); }
bool ValueMap::empty() const { return entries_.empty(); }

const Value* ValueMap::find(std::string_view key) const {
  auto it = std::ranges::find(entries_, key, &Entry::first);
  return it == entries_.end() ? nullptr : &it->second;
}

void ValueMap::set(std::string key, Value value) {
  auto it = std::ranges::find(entries_, key, &Entry::first);
  if (it != entries_.end()) {
    it->second = std::move(value);
    return;
  }
  entries_.emplace_back(std::move(key), std::move(value));
}

void ValueMap::erase(std::string_view key) {
  std::erase_if(entries_, [&](const Entry& entry) { return entry.first == key; });
}

const Value& ValueMap::at(std::string_view key) const {
  if (const Value* value = find(key)) return *value;
  throw std::out_of_range(fmt::format("no key \"{}\"", key));
}

std::vector<ValueMap::Entry>::const_iterator ValueMap::begin() const { return entries_.begin(); }
std::vector<ValueMap::Entry>::const_iterator ValueMap::end() const { return entries_.end(); }

bool ValueMap::operator==(const ValueMap&) const = default;

namespace {

[[noreturn]] void wrong_kind(std::string_view expected, std::string_view found) {
  throw GmatSweepError(fmt::format("expected {}, found {}", expected, found));
}

}  // namespace

// Not the comparison of std::variant, on which clang 14, and with it clang-tidy, crashes.
bool Value::operator==(const Value& other) const {
  const auto equals_other = [&](const auto& held) {
    const auto* found = std::get_if<std::decay_t<decltype(held)>>(&other.data_);
    return found != nullptr && held == *found;
  };
  return std::visit(equals_other, data_);
}

bool Value::as_bool() const {
  if (const auto* v = std::get_if<bool>(&data_)) return *v;
  wrong_kind("a boolean", kind_name());
}

std::int64_t Value::as_integer() const {
  if (const auto* v = std::get_if<std::int64_t>(&data_)) return *v;
  wrong_kind("an integer", kind_name());
}

const BigInteger& Value::as_big_integer() const {
  if (const auto* v = std::get_if<BigInteger>(&data_)) return *v;
  wrong_kind("an integer beyond 64 bits", kind_name());
}

double Value::as_real() const {
  if (const auto* v = std::get_if<double>(&data_)) return *v;
  if (const auto* v = std::get_if<std::int64_t>(&data_)) return static_cast<double>(*v);
  wrong_kind("a number", kind_name());
}

const std::string& Value::as_string() const {
  if (const auto* v = std::get_if<std::string>(&data_)) return *v;
  wrong_kind("a string", kind_name());
}

const Value::List& Value::as_list() const {
  if (const auto* v = std::get_if<List>(&data_)) return *v;
  wrong_kind("a list", kind_name());
}

const Value::Map& Value::as_map() const {
  if (const auto* v = std::get_if<Map>(&data_)) return *v;
  wrong_kind("a mapping", kind_name());
}

std::string_view Value::kind_name() const {
  if (is_null()) return "null";
  if (is_bool()) return "boolean";
  if (is_integer() || is_big_integer()) return "integer";
  if (is_real()) return "real";
  if (is_string()) return "string";
  if (is_list()) return "list";
  return "mapping";
}

}  // namespace gmat_sweep
