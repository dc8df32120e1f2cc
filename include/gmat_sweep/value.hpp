#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace gmat_sweep {

class Value;

/// An integer beyond 64 bits, kept as its decimal digits with an optional leading '-'. Seeds may
/// be of any size; nothing here computes with them.
struct BigInteger {
  std::string digits;
  bool operator==(const BigInteger&) const = default;
};

/// A mapping from text to values that keeps the order in which keys were added. The order carries
/// meaning: the axes of a grid are expanded in it.
class ValueMap {
 public:
  using Entry = std::pair<std::string, Value>;

  ValueMap();
  ValueMap(std::initializer_list<Entry> entries);
  ValueMap(const ValueMap&);
  ValueMap(ValueMap&&) noexcept;
  ValueMap& operator=(const ValueMap&);
  ValueMap& operator=(ValueMap&&) noexcept;
  ~ValueMap();

  std::size_t size() const;
  bool empty() const;
  /// The value under `key`, or null.
  const Value* find(std::string_view key) const;
  bool contains(std::string_view key) const { return find(key) != nullptr; }
  /// Replaces the value under `key` in place, or adds it at the end.
  void set(std::string key, Value value);
  /// Removes `key` if it is there.
  void erase(std::string_view key);
  /// Like `find`; throws std::out_of_range naming the key when it is absent.
  const Value& at(std::string_view key) const;

  std::vector<Entry>::const_iterator begin() const;
  std::vector<Entry>::const_iterator end() const;

  bool operator==(const ValueMap&) const;

 private:
  std::vector<Entry> entries_;
};

/// Anything JSON can say, as Python's json module reads and writes it: integers of any size, NaN
/// and infinities included. Overrides, contexts and manifests are made of these.
class Value {
 public:
  using List = std::vector<Value>;
  using Map = ValueMap;

  Value() = default;  ///< null
  Value(std::nullptr_t) {}
  Value(bool v) : data_(v) {}
  Value(int v) : data_(std::int64_t{v}) {}
  Value(std::int64_t v) : data_(v) {}
  Value(double v) : data_(v) {}
  Value(BigInteger v) : data_(std::move(v)) {}
  Value(const char* v) : data_(std::string(v)) {}
  Value(std::string v) : data_(std::move(v)) {}
  Value(std::string_view v) : data_(std::string(v)) {}
  Value(List v) : data_(std::move(v)) {}
  Value(Map v) : data_(std::move(v)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  bool is_bool() const { return std::holds_alternative<bool>(data_); }
  bool is_integer() const { return std::holds_alternative<std::int64_t>(data_); }
  bool is_big_integer() const { return std::holds_alternative<BigInteger>(data_); }
  bool is_real() const { return std::holds_alternative<double>(data_); }
  /// An integer of 64 bits or a real; not a boolean.
  bool is_number() const { return is_integer() || is_real(); }
  bool is_string() const { return std::holds_alternative<std::string>(data_); }
  bool is_list() const { return std::holds_alternative<List>(data_); }
  bool is_map() const { return std::holds_alternative<Map>(data_); }

  /// The accessors throw GmatSweepError naming the kind found when it is not the one asked for.
  bool as_bool() const;
  std::int64_t as_integer() const;
  const BigInteger& as_big_integer() const;
  double as_real() const;  ///< accepts an integer too
  const std::string& as_string() const;
  const List& as_list() const;
  const Map& as_map() const;

  /// "null", "boolean", "integer", "real", "string", "list" or "mapping", for messages.
  std::string_view kind_name() const;

  bool operator==(const Value&) const;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, BigInteger, std::string, List, Map>
      data_;
};

/// Parses one JSON document as Python's json.loads does (NaN, Infinity and -Infinity accepted).
/// Throws GmatSweepError with the offset of the first fault.
Value parse_json(std::string_view text);

/// Writes a value as Python's json.dumps does: ", " and ": " between items, ASCII only, reals in
/// the shortest form that reads back to the same double. `parse_json(to_json(v)) == v`, but for
/// NaN, which equals nothing.
std::string to_json(const Value& value);

}  // namespace gmat_sweep
