#include "store/thrift.hpp"

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::store {
namespace {

constexpr std::size_t deepest_nesting = 64;

}  // namespace

void ThriftWriter::varint(std::uint64_t value) {
  while (value >= 0x80) {
    out_.push_back(static_cast<char>((value & 0x7f) | 0x80));
    value >>= 7;
  }
  out_.push_back(static_cast<char>(value));
}

void ThriftWriter::zigzag(std::int64_t value) {
  varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

void ThriftWriter::field(int id, ThriftType type) {
  int step = id - last_id_.back();
  if (step > 0 && step <= 15) {
    out_.push_back(static_cast<char>((step << 4) | static_cast<int>(type)));
  } else {
    out_.push_back(static_cast<char>(type));
    zigzag(id);
  }
  last_id_.back() = id;
}

void ThriftWriter::integer(int id, std::int32_t value) {
  field(id, ThriftType::i32);
  zigzag(value);
}

void ThriftWriter::long_integer(int id, std::int64_t value) {
  field(id, ThriftType::i64);
  zigzag(value);
}

void ThriftWriter::boolean(int id, bool value) {
  field(id, value ? ThriftType::boolean_true : ThriftType::boolean_false);
}

void ThriftWriter::text(int id, std::string_view value) {
  field(id, ThriftType::binary);
  text_element(value);
}

void ThriftWriter::begin_structure(int id) {
  field(id, ThriftType::structure);
  begin_element();
}

void ThriftWriter::end_structure() {
  out_.push_back('\0');
  last_id_.pop_back();
}

void ThriftWriter::list(int id, ThriftType element, std::size_t size) {
  field(id, ThriftType::list);
  auto type = static_cast<std::size_t>(element);
  if (size < 15) {
    out_.push_back(static_cast<char>((size << 4) | type));
  } else {
    out_.push_back(static_cast<char>(0xf0 | type));
    varint(size);
  }
}

void ThriftWriter::integer_element(std::int32_t value) { zigzag(value); }

void ThriftWriter::text_element(std::string_view value) {
  varint(value.size());
  out_.append(value);
}

std::uint8_t ThriftReader::byte() {
  if (position_ >= bytes_.size()) throw GmatSweepError("the metadata ends too early");
  return static_cast<std::uint8_t>(bytes_[position_++]);
}

std::uint64_t ThriftReader::varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    std::uint8_t next = byte();
    value |= static_cast<std::uint64_t>(next & 0x7f) << shift;
    if ((next & 0x80) == 0) return value;
  }
  throw GmatSweepError("the metadata holds an integer of more than 64 bits");
}

std::int64_t ThriftReader::integer() {
  std::uint64_t value = varint();
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

ThriftReader::Field ThriftReader::field() {
  std::uint8_t header = byte();
  auto type = static_cast<ThriftType>(header & 0x0f);
  if (type == ThriftType::stop) {
    last_id_.pop_back();
    return {};
  }
  int step = header >> 4;
  int id = step == 0 ? static_cast<int>(integer()) : last_id_.back() + step;
  last_id_.back() = id;
  return {id, type};
}

ThriftReader::List ThriftReader::list() {
  std::uint8_t header = byte();
  std::size_t size = header >> 4;
  if (size == 15) size = varint();
  // Every element takes a byte at least, so a longer list is damage, not data.
  if (size > bytes_.size() - position_) throw GmatSweepError("the metadata holds a list too long");
  return {static_cast<ThriftType>(header & 0x0f), size};
}

std::string_view ThriftReader::text() {
  std::uint64_t size = varint();
  std::size_t start = position_;
  skip_bytes(size);
  return bytes_.substr(start, size);
}

void ThriftReader::skip_bytes(std::uint64_t count) {
  if (count > bytes_.size() - position_) throw GmatSweepError("the metadata ends too early");
  position_ += count;
}

void ThriftReader::skip(ThriftType type) {
  switch (type) {
    case ThriftType::boolean_true:
    case ThriftType::boolean_false:
      return;
    case ThriftType::byte:
      return skip_bytes(1);
    case ThriftType::i16:
    case ThriftType::i32:
    case ThriftType::i64:
      varint();
      return;
    case ThriftType::real:
      return skip_bytes(8);
    case ThriftType::binary:
      text();
      return;
    case ThriftType::list:
    case ThriftType::set: {
      if (last_id_.size() > deepest_nesting) break;
      List header = list();
      bool is_boolean =
          header.element == ThriftType::boolean_true || header.element == ThriftType::boolean_false;
      last_id_.push_back(0);
      for (std::size_t i = 0; i < header.size; ++i) {
        // A boolean lies in its field's header, but as an element it takes a byte.
        skip(is_boolean ? ThriftType::byte : header.element);
      }
      last_id_.pop_back();
      return;
    }
    case ThriftType::structure:
      if (last_id_.size() > deepest_nesting) break;
      begin_structure();
      for (Field next = field(); next.type != ThriftType::stop; next = field()) skip(next.type);
      return;
    case ThriftType::stop:
    case ThriftType::map:
      break;
  }
  throw GmatSweepError("the metadata holds a field that Parquet's footer does not have");
}

}  // namespace gmat_sweep::store
