#include <fmt/format.h>

#include <algorithm>

#include "gmat_sweep/errors.hpp"
#include "mission/compiler.hpp"
#include "mission/tables/value_fields.hpp"
#include "mission/vector_hold_file.hpp"
#include "script/writer.hpp"

namespace gmat_sweep::mission {
namespace {

script::Expression field_path(std::string_view owner, std::initializer_list<const char*> parts,
                              const script::Location& location) {
  script::Path path{{script::PathPart{std::string(owner), false, {}}}};
  for (const char* part : parts) path.parts.push_back({part, false, {}});
  return {std::move(path), location};
}

script::Expression number(double value, const script::Location& location) {
  return {script::Number{value, number_text(value)}, location};
}

}  // namespace

/// Write to a ReportFile is a Report of the same values; to GMAT's windows and log it has no effect
/// on results.
void Compiler::write_command(const script::Command& source, std::vector<Command>& out) {
  script::Command report = source;
  report.keyword = "Report";
  report.arguments.clear();
  std::optional<script::Expression> file;
  std::string_view style = "Concise";
  for (const auto& argument : source.arguments) {
    const auto* list = argument.list();
    if (list == nullptr) {
      report.arguments.push_back(argument);
      continue;
    }
    for (const auto& option : list->items) {
      const auto [name, value] = option.setting();
      if (name == nullptr) continue;
      if (name->word() == "ReportFile") file = *value;
      if (name->word() == "Style") style = value->word();
    }
  }
  if (file && style == "Script") {
    diagnostics_.add(source.location,
                     "Write with Style = Script to a ReportFile is not supported by the native "
                     "engine");
    return;
  }
  if (file) {
    report.arguments.insert(report.arguments.begin(), *file);
    const auto before = out.size();
    report_command(report, out);
    if (out.size() > before) check_written(std::get<ReportCommand>(out.back().what), source);
    return;
  }
  for (const auto& argument : report.arguments) {
    const auto* path = argument.path();
    const auto& name = path != nullptr ? path->parts.front().name : std::string();
    if (!program_.find(name)) unknown_name(name, argument.location);
  }
}

/// GMAT leaves the place of these empty, with a warning: of an object's properties it writes
/// numbers and parameters.
void Compiler::check_written(const ReportCommand& report, const script::Command& source) {
  for (const auto& column : report.columns) {
    const auto& value = column.value;
    const bool is_list =
        value.kind == Expression::Kind::block || value.kind == Expression::Kind::vector;
    const bool is_text = value.kind == Expression::Kind::field && value.type == ValueType::text &&
                         program_.objects[value.object].type->name != "String";
    if (!is_list && !is_text) continue;
    diagnostics_.add(source.location,
                     fmt::format("Write does not write {} to a ReportFile, in GMAT neither{}",
                                 column.name, is_list ? "; Report does" : ""));
  }
}

/// The file is read now: it is part of the mission, and the same for all runs.
void Compiler::set_command(const script::Command& source, std::vector<Command>& out) {
  const auto& destination = source.arguments[0];
  const auto* from = source.arguments[1].path();
  const auto spacecraft = resource(destination.word(), "Spacecraft", destination.location);
  if (from == nullptr) {
    diagnostics_.add(source.location, "Set is written Set Spacecraft FileInterface");
    return;
  }
  const auto& call = from->parts.front();
  const auto interface = resource(call.name, "FileInterface", source.arguments[1].location);
  if (!spacecraft || !interface) return;
  std::vector<std::string> wanted;
  for (const auto& option : call.arguments) {
    const auto [name, value] = option.setting();
    const auto literal =
        value != nullptr && name->word() == "Data" ? literal_of(*value) : std::optional<Literal>();
    const auto* list = literal ? literal->list() : nullptr;
    if (list == nullptr) {
      diagnostics_.add(option.location, "Set has one option: Data = {'Epoch', 'CartesianState'}");
      return;
    }
    for (const auto& item : *list) wanted.push_back(item.text);
  }
  const auto takes = [&wanted](std::string_view name) {
    return wanted.empty() || std::ranges::find(wanted, "All") != wanted.end() ||
           std::ranges::find(wanted, name) != wanted.end();
  };
  for (const auto& name : wanted) {
    if (name == "All" || name == "Epoch" || name == "CartesianState" || name == "Cr") continue;
    diagnostics_.add(
        source.location,
        fmt::format("Data: expected All, Epoch, CartesianState or Cr, found {}", name));
    return;
  }
  const auto& file = std::get<std::string>(
      program_.fields[*interface][field_index(tables::file_interface_fields, "Filename")]);
  VectorHoldRecord record;
  try {
    record = read_vector_hold_file(script_.files.front().path.parent_path() / file);
  } catch (const GmatSweepError& error) {
    diagnostics_.add(source.location, error.what());
    return;
  }
  const auto owner = destination.word();
  const auto assign = [&](script::Expression left, script::Expression right) {
    script::Command assignment;
    assignment.kind = script::CommandKind::assignment;
    assignment.location = source.location;
    assignment.arguments = {std::move(left), std::move(right)};
    assignment_command(assignment, out);
  };
  const auto& at = source.location;
  if (takes("Epoch")) {
    assign(field_path(owner, {"Epoch", "UTCGregorian"}, at),
           {script::String{record.utc_gregorian}, at});
  }
  if (takes("CartesianState")) {
    constexpr const char* labels[] = {"X", "Y", "Z", "VX", "VY", "VZ"};
    for (std::size_t i = 0; i < 6; ++i) {
      assign(field_path(owner, {"EarthMJ2000Eq", labels[i]}, at),
             number(record.cartesian_km[i], at));
    }
  }
  if (takes("Cr")) assign(field_path(owner, {"Cr"}, at), number(record.reflectivity, at));
}

}  // namespace gmat_sweep::mission
