import ArgumentParser

enum TextOrJSON: String, ExpressibleByArgument, CaseIterable { case text, json }

enum TextJSONOrCSV: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

enum TableJSONOrCSV: String, ExpressibleByArgument, CaseIterable { case table, json, csv }

/// The formats of commands that print one record after the other.
enum StreamFormat: String, ExpressibleByArgument, CaseIterable { case text, json, jsonl, csv }
