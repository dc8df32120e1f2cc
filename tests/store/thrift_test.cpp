#include "store/thrift.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::store {
namespace {

/// The bytes were worked out by hand from the protocol's description.
TEST(ThriftWriter, writes_the_compact_protocol) {
  std::string out;
  ThriftWriter writer(out);
  writer.begin_element();
  writer.integer(1, -1);        // id 1, i32; zigzag 1
  writer.long_integer(3, 150);  // step 2, i64; zigzag 300 = 0xac 0x02
  writer.boolean(4, true);      // step 1, true
  writer.boolean(5, false);     // step 1, false
  writer.text(6, "ab");         // step 1, binary, length 2
  writer.begin_structure(30);   // step 24: the id in full, zigzag 60
  writer.end_structure();
  writer.list(31, ThriftType::i32, 2);
  writer.integer_element(0);
  writer.integer_element(1);
  writer.end_structure();
  EXPECT_EQ(out, std::string("\x15\x01\x26\xac\x02\x11\x12\x18\x02"
                             "ab\x0c\x3c\x00\x19\x25\x00\x02\x00",
                             19));
}

TEST(ThriftReader, reads_what_the_writer_wrote) {
  std::string out;
  ThriftWriter writer(out);
  writer.begin_element();
  writer.long_integer(1, std::numeric_limits<std::int64_t>::min());
  writer.list(2, ThriftType::binary, 20);
  for (int i = 0; i < 20; ++i) writer.text_element(std::string(200, 'x'));
  writer.long_integer(40, std::numeric_limits<std::int64_t>::max());
  writer.end_structure();

  ThriftReader reader(out);
  reader.begin_structure();
  auto field = reader.field();
  EXPECT_EQ(field.id, 1);
  EXPECT_EQ(reader.integer(), std::numeric_limits<std::int64_t>::min());
  field = reader.field();
  EXPECT_EQ(field.id, 2);
  auto list = reader.list();
  ASSERT_EQ(list.size, 20u);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(reader.text(), std::string(200, 'x'));
  field = reader.field();
  EXPECT_EQ(field.id, 40);
  EXPECT_EQ(reader.integer(), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(reader.field().type, ThriftType::stop);
  EXPECT_EQ(reader.position(), out.size());
}

TEST(ThriftReader, skips_fields_of_every_kind) {
  std::string out;
  ThriftWriter writer(out);
  writer.begin_element();
  writer.boolean(1, true);
  writer.text(2, "text");
  writer.list(3, ThriftType::structure, 1);
  writer.begin_element();
  writer.integer(1, 7);
  writer.end_structure();
  writer.begin_structure(4);
  writer.boolean(1, false);
  writer.end_structure();
  writer.integer(5, 42);
  writer.end_structure();

  ThriftReader reader(out);
  reader.begin_structure();
  for (auto field = reader.field(); field.type != ThriftType::stop; field = reader.field()) {
    if (field.id == 5) {
      EXPECT_EQ(reader.integer(), 42);
    } else {
      reader.skip(field.type);
    }
  }
  EXPECT_EQ(reader.position(), out.size());
}

TEST(ThriftReader, every_cut_is_an_error_and_never_a_read_past_the_end) {
  std::string out;
  ThriftWriter writer(out);
  writer.begin_element();
  writer.text(1, "some text");
  writer.list(2, ThriftType::i64, 3);
  for (int i = 0; i < 3; ++i) writer.integer_element(1000000);
  writer.end_structure();
  for (std::size_t length = 0; length < out.size(); ++length) {
    ThriftReader reader(std::string_view(out).substr(0, length));
    EXPECT_THROW(
        {
          reader.begin_structure();
          for (auto field = reader.field(); field.type != ThriftType::stop; field = reader.field())
            reader.skip(field.type);
        },
        GmatSweepError)
        << length;
  }
}

TEST(ThriftReader, endless_nesting_is_an_error) {
  std::string lists(1000, '\x19');  // a list of one list of one list ...
  ThriftReader reader(lists);
  reader.begin_structure();
  EXPECT_THROW(reader.skip(ThriftType::list), GmatSweepError);
}

}  // namespace
}  // namespace gmat_sweep::store
