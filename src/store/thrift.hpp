#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gmat_sweep::store {

/// The wire types of Thrift's compact protocol.
enum class ThriftType : std::uint8_t {
  stop = 0,
  boolean_true = 1,
  boolean_false = 2,
  byte = 3,
  i16 = 4,
  i32 = 5,
  i64 = 6,
  real = 7,
  binary = 8,
  list = 9,
  set = 10,
  map = 11,
  structure = 12,
};

/// Appends the compact protocol to a string: what Parquet's headers and footer are made of.
/// Field ids within a structure must be written in rising order.
/// Source: Apache Thrift, "Thrift compact protocol encoding".
class ThriftWriter {
 public:
  explicit ThriftWriter(std::string& out) : out_(out) {}

  void integer(int id, std::int32_t value);
  void long_integer(int id, std::int64_t value);
  void boolean(int id, bool value);
  void text(int id, std::string_view value);
  /// A structure as a field, closed by `end_structure`.
  void begin_structure(int id);
  void end_structure();
  /// The header of a list; `size` elements follow.
  void list(int id, ThriftType element, std::size_t size);
  /// An element that is a structure, closed by `end_structure`; also a top-level structure.
  void begin_element() { last_id_.push_back(0); }
  void integer_element(std::int32_t value);
  void text_element(std::string_view value);

 private:
  void field(int id, ThriftType type);
  void varint(std::uint64_t value);
  void zigzag(std::int64_t value);

  std::string& out_;
  std::vector<int> last_id_;
};

/// Reads the compact protocol. Every function throws GmatSweepError at the end of the bytes or at
/// something that is not of the protocol.
class ThriftReader {
 public:
  struct Field {
    int id = 0;
    ThriftType type = ThriftType::stop;
  };
  struct List {
    ThriftType element = ThriftType::stop;
    std::size_t size = 0;
  };

  explicit ThriftReader(std::string_view bytes) : bytes_(bytes) {}

  void begin_structure() { last_id_.push_back(0); }
  /// The next field; its type is `stop` at the end of the structure, which is thereby left.
  Field field();
  List list();
  std::int64_t integer();
  std::string_view text();
  void skip(ThriftType type);

  std::size_t position() const { return position_; }

 private:
  std::uint8_t byte();
  std::uint64_t varint();
  void skip_bytes(std::uint64_t count);

  std::string_view bytes_;
  std::size_t position_ = 0;
  std::vector<int> last_id_;
};

}  // namespace gmat_sweep::store
