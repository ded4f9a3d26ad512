/// What `torch.load(…, weights_only=True)` accepts: names that a file may call without harm.
///
/// Source: `_get_allowed_globals()` and the operations of `Unpickler.load` in
/// `torch/_weights_only_unpickler.py` of torch 2.13.0. `Tests/Golden/verdicts.py` compares both.
package enum WeightsOnly {
  /// The allowed names by module.
  package static let names: [String: Set<String>] = {
    let storages = [
      "BFloat16", "Bool", "Byte", "Char", "ComplexDouble", "ComplexFloat", "Double", "Float",
      "Half", "Int", "Long", "Short",
    ].map { "\($0)Storage" }
    let sparse = ["BFloat16", "Byte", "Char", "Double", "Float", "Half", "Int", "Long", "Short"]
      .map { "\($0)Tensor" }
    let types = [
      "bfloat16", "bits16", "bits1x8", "bits2x4", "bits4x2", "bits8", "bool", "complex128",
      "complex32", "complex64", "float16", "float32", "float4_e2m1fn_x2", "float64",
      "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu",
      "int1", "int16", "int2", "int3", "int32", "int4", "int5", "int6", "int64", "int7", "int8",
      "uint1", "uint16", "uint2", "uint3", "uint32", "uint4", "uint5", "uint6", "uint64", "uint7",
      "uint8",
    ]
    let quantized = [
      "QInt32Storage", "QInt8Storage", "QUInt2x4Storage", "QUInt4x2Storage", "QUInt8Storage",
      "qint32", "qint8", "quint2x4", "quint4x2", "quint8", "per_channel_affine",
      "per_channel_affine_float_qparams", "per_channel_symmetric", "per_tensor_affine",
      "per_tensor_symmetric",
    ]
    let dense = sparse + ["BoolTensor"]
    return [
      "collections": ["Counter", "OrderedDict"], "_codecs": ["encode"],
      "builtins": ["bytearray", "complex", "set"], "torch.nn.parameter": ["Parameter"],
      "torch.serialization": ["_get_layout"], "torch.sparse": Set(sparse),
      "torch.cuda.sparse": Set(sparse), "torch.cuda": Set(storages + dense),
      "torch.storage": ["TypedStorage", "UntypedStorage"],
      "torch._tensor": ["_rebuild_from_type_v2"],
      "torch": Set(storages + dense + types + quantized + ["Size", "Tensor", "device"]),
      "torch._utils": [
        "_rebuild_device_tensor_from_cpu_tensor", "_rebuild_device_tensor_from_numpy",
        "_rebuild_meta_tensor_no_storage", "_rebuild_nested_tensor", "_rebuild_parameter",
        "_rebuild_parameter_with_state", "_rebuild_qtensor", "_rebuild_sparse_tensor",
        "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3",
        "_rebuild_wrapper_subclass",
      ],
    ]
  }()

  /// True if `module.name` is allowed; Python 2's `__builtin__` is today's `builtins`.
  static func allows(module: String, name: String) -> Bool {
    names[module == "__builtin__" ? "builtins" : module]?.contains(name) ?? false
  }

  /// True if the dotted `name` is allowed.
  static func allows(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return false }
    return allows(module: String(name[..<dot]), name: String(name[name.index(after: dot)...]))
  }

  /// The operations that its unpickler performs; any other one ends with an error.
  static let operations: Set<PickleOperation> = [
    .append, .appends, .binFloat, .binget, .binInt, .binInt1, .binInt2, .binPersid, .binput,
    .binUnicode, .build, .emptyDict, .emptyList, .emptySet, .emptyTuple, .global, .long1,
    .longBinget, .longBinput, .mark, .newFalse, .newObj, .newTrue, .none, .proto, .reduce,
    .setItem, .setItems, .shortBinString, .stop, .tuple, .tuple1, .tuple2, .tuple3,
  ]
}

extension PickleGlobalUse {
  /// True if `torch.load(…, weights_only=True)` accepts the name.
  public var isAllowedByWeightsOnly: Bool { WeightsOnly.allows(name) }
}
