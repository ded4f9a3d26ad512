import Checkpoints
import Testing

/// Known attacks by pickles; each must end in an error with the name of the global.
@Suite struct PickleAttackTests {
  /// Globals that attacks on checkpoint loaders have used.
  static let targets: [(String, String)] = [
    ("os", "system"), ("posix", "system"), ("nt", "system"), ("subprocess", "Popen"),
    ("subprocess", "check_output"), ("builtins", "eval"), ("builtins", "exec"),
    ("builtins", "compile"), ("builtins", "getattr"), ("builtins", "__import__"),
    ("__builtin__", "eval"), ("__builtin__", "apply"), ("torch.hub", "load"),
    ("torch.hub", "load_state_dict_from_url"), ("torch", "load"), ("torch.jit", "load"),
    ("torch.jit.unsupported_tensor_ops", "execWrapper"), ("torch.serialization", "load"),
    ("numpy.testing._private.utils", "runstring"), ("numpy.f2py.crackfortran", "getlincoef"),
    ("numpy.lib.npyio", "load"), ("numpy.core.multiarray", "fromfile"),
    ("importlib", "import_module"), ("runpy", "_run_code"), ("operator", "attrgetter"),
    ("functools", "reduce"), ("pickle", "loads"), ("_pickle", "loads"), ("marshal", "loads"),
    ("types", "FunctionType"), ("types", "CodeType"), ("code", "InteractiveInterpreter"),
    ("socket", "create_connection"), ("shutil", "rmtree"), ("pip", "main"), ("pty", "spawn"),
    ("webbrowser", "open"), ("asyncio", "run"), ("ctypes", "CDLL"), ("cProfile", "runctx"),
    ("timeit", "timeit"), ("bdb", "Bdb.run"), ("doctest", "debug_script"), ("site", "main"),
    ("collections", "OrderedDict.__init__.__globals__"),
  ]

  /// Ways to name and call a global.
  enum Trick: CaseIterable {
    case reduce, instance, object, newObject, newObjectWithKeywords, stackGlobal, build

    func bytes(_ module: String, _ name: String) -> [UInt8] {
      let argument = PickleBytes.text("touch /tmp/effscope-was-here")
      let global = PickleBytes.global(module, name)
      let tuple = argument + PickleBytes.tuple1
      return switch self {
      case .reduce: global + tuple + PickleBytes.reduce
      case .instance: PickleBytes.mark + argument + PickleBytes.instance(module, name)
      case .object: PickleBytes.mark + global + argument + PickleBytes.object
      case .newObject: global + tuple + PickleBytes.newObject
      case .newObjectWithKeywords:
        global + tuple + PickleBytes.emptyDictionary + PickleBytes.newObjectWithKeywords
      case .stackGlobal:
        PickleBytes.text(module) + PickleBytes.text(name) + PickleBytes.stackGlobal + tuple
          + PickleBytes.reduce
      case .build: global + PickleBytes.emptyDictionary + PickleBytes.build
      }
    }
  }

  private func read(_ bytes: [UInt8]) throws -> CheckpointContents {
    try CheckpointContents(reading: FileBytes(bytes))
  }

  @Test(arguments: Trick.allCases)
  func everyTrickWithEveryKnownTargetIsRefusedByName(trick: Trick) throws {
    for (module, name) in Self.targets {
      let bytes = PickleBytes.proto(4) + trick.bytes(module, name) + PickleBytes.stop
      let error = #expect(throws: CheckpointError.self) { try read(bytes) }
      guard case .refusedGlobal("\(module).\(name)", _)? = error else {
        Issue.record("\(module).\(name) by \(trick): \(String(describing: error))")
        continue
      }
      #expect(error?.status == .badData)
      #expect(error?.description.contains("'\(module).\(name)' at offset") == true)
    }
  }

  @Test func aRefusedGlobalIsRefusedInsideAnArchiveToo() {
    let pickle =
      PickleBytes.proto(2) + Trick.reduce.bytes("posix", "system") + PickleBytes.stop
    #expect(throws: CheckpointError.refusedGlobal("posix.system", offset: 2)) {
      try read(PickleBytes.zip([("archive/data.pkl", pickle), ("archive/version", [0x33])]))
    }
  }

  @Test func anUnknownClassMayBeNamedButNotCalled() throws {
    let global = PickleBytes.global("acme.training", "Settings")
    let inert =
      global + PickleBytes.emptyTuple + PickleBytes.newObject + PickleBytes.emptyDictionary
      + PickleBytes.build
    let contents = try read(PickleBytes.proto(2) + inert + PickleBytes.stop)
    #expect(contents.globals.map(\.verdict) == [.unknown])
    #expect(throws: CheckpointError.refusedGlobal("acme.training.Settings", offset: 27)) {
      try read(
        PickleBytes.proto(2) + global + PickleBytes.emptyTuple + PickleBytes.reduce
          + PickleBytes.stop)
    }
  }

  @Test func computedModuleNamesAreRefused() {
    // str('posix') as the module: the call gives an inert object, not a string.
    let computed =
      PickleBytes.global("builtins", "str") + PickleBytes.text("posix") + PickleBytes.tuple1
      + PickleBytes.reduce
    #expect(throws: CheckpointError.self) {
      try read(
        PickleBytes.proto(4) + computed + PickleBytes.text("system") + PickleBytes.stackGlobal
          + PickleBytes.stop)
    }
  }

  @Test func aRefusedGlobalInsideSkippedArgumentsIsRefused() {
    // multiarray.scalar is inert data; the eval in its arguments is still refused.
    let chain =
      PickleBytes.global("numpy.core.multiarray", "scalar")
      + PickleBytes.global("builtins", "eval") + PickleBytes.text("1+1") + PickleBytes.tuple1
      + PickleBytes.reduce + PickleBytes.tuple1 + PickleBytes.reduce
    let error = #expect(throws: CheckpointError.self) {
      try read(PickleBytes.proto(2) + chain + PickleBytes.stop)
    }
    guard case .refusedGlobal("builtins.eval", _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func globalsByNumberAreRefused() {
    for code: UInt8 in [0x82, 0x83, 0x84] {
      #expect(throws: CheckpointError.refusedOpcode(code, offset: 2)) {
        try read(PickleBytes.proto(2) + [code, 1, 0, 0, 0] + PickleBytes.stop)
      }
    }
  }

  @Test func aPickleInsideAPickleStaysBytes() throws {
    let inner = PickleBytes.proto(2) + Trick.reduce.bytes("posix", "system") + PickleBytes.stop
    let contents = try read(PickleBytes.proto(3) + PickleBytes.bytes(inner) + PickleBytes.stop)
    #expect(contents.globals.isEmpty)
    #expect(contents.groups.isEmpty)
  }

  @Test func listsThatDoubleThroughTheMemoStaySmall() throws {
    // Each list contains the previous one twice: 2^60 leaves if expanded.
    var bytes = PickleBytes.proto(2) + PickleBytes.emptyList + PickleBytes.put(0)
    for level: UInt8 in 1...60 {
      bytes += PickleBytes.emptyList + PickleBytes.put(level)
      for _ in 0..<2 { bytes += PickleBytes.get(level - 1) + PickleBytes.append }
    }
    #expect(try read(bytes + PickleBytes.stop).groups.isEmpty)
  }

  @Test func copiesOfALongListAreCounted() {
    // 1000 calls of list(list) with 10,000 elements, each followed by an append.
    var bytes = PickleBytes.proto(2) + PickleBytes.emptyList + PickleBytes.put(0) + PickleBytes.mark
    bytes += [UInt8](repeating: 0x4E, count: 10_000) + [0x65] + PickleBytes.pop
    bytes += PickleBytes.global("builtins", "list") + PickleBytes.put(1) + PickleBytes.pop
    for _ in 0..<1000 {
      bytes += PickleBytes.get(1) + PickleBytes.get(0) + PickleBytes.tuple1 + PickleBytes.reduce
      bytes += [0x4E] + PickleBytes.append + PickleBytes.pop
    }
    let error = #expect(throws: CheckpointError.self) {
      try read(bytes + [0x4E] + PickleBytes.stop)
    }
    guard case .overBudget(.memory, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aSurveyListsGlobalsAfterTheFirstRefusedOne() {
    let bytes =
      PickleBytes.proto(2) + Trick.reduce.bytes("posix", "system") + PickleBytes.pop
      + PickleBytes.global("collections", "OrderedDict") + PickleBytes.pop
      + Trick.reduce.bytes("builtins", "eval") + PickleBytes.stop
    let globals = PickleSurvey(of: FileBytes(bytes)).globals
    #expect(globals.map(\.name) == ["posix.system", "collections.OrderedDict", "builtins.eval"])
    #expect(globals.map(\.verdict) == [.refused, .built, .refused])
    #expect(globals[0].offset == 2)
  }
}
