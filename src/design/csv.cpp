#include "design/csv.hpp"

#include <fmt/format.h>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : rest_(text) {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
  }

  std::vector<CsvRecord> read() {
    std::vector<CsvRecord> records;
    while (!rest_.empty()) {
      CsvRecord record{line_, {}};
      do {
        record.cells.push_back(read_cell());
      } while (take(','));
      take_line_end();
      const bool blank = record.cells.size() == 1 && record.cells[0].empty();
      if (!blank) records.push_back(std::move(record));
    }
    return records;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void take_line_end() {
    const bool carriage_return = take('\r');
    if (take('\n') || carriage_return) ++line_;
  }

  std::string read_cell() {
    std::string cell;
    if (take('"')) cell = read_quoted();
    const auto length = std::min(rest_.find_first_of(",\r\n"), rest_.size());
    cell += rest_.substr(0, length);
    rest_.remove_prefix(length);
    return cell;
  }

  std::string read_quoted() {
    const std::size_t start = line_;
    std::string content;
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"' && !take('"')) return content;
      if (c == '\n') ++line_;
      content += c;
    }
    throw SweepConfigError(fmt::format("line {}: a quote is not closed", start));
  }

  std::string_view rest_;
  std::size_t line_ = 1;
};

}  // namespace

std::vector<CsvRecord> parse_csv(std::string_view text) { return CsvReader(text).read(); }

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace gmat_sweep
