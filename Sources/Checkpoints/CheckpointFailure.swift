import Glibc
import Support

extension CheckpointError: FailureReason {
  package var what: String? { "can't load the weights" }

  package var status: ExitStatus {
    switch self {
    case .unreadable(_, let code):
      code == EIO || code == ENOMEM ? .inputOutput : .noInput
    case .notInstalled, .unknownWeights, .missingCompanion: .noInput
    case .missingReader, .missingProgram, .commandFailed: .unavailable
    case .download(let failure): failure.status
    case .unwritable, .nameTaken: .cannotCreate
    case .noTemporaryFile(_, let code): code == ENOSPC ? .inputOutput : .cannotCreate
    case .unusableName, .noHubName, .nothingUnder, .unknownHeadName, .softmaxOfOne: .usage
    case .wrongDialect: .usage
    case .empty, .unknownFormat, .foreign, .ambiguousFolder, .truncated, .lengthBeyondEnd,
      .malformed, .duplicate, .tooLarge, .overBudget, .unsupported, .torchScript, .refusedGlobal,
      .refusedOpcode, .tensorOutOfBounds, .noTensors, .unknownNames,
      .unknownVariant, .wrongVariant, .unknownHead, .hiddenLayer, .refusedPath,
      .unexplainedTensors, .severalNetworks, .severalHeads, .unknownActivation,
      .unknownConcatenation, .unknownPooling, .otherActivation,
      .biaslessHead, .otherOperator, .unknownClass,
      .readerFailed, .wrongHash:
      .badData
    }
  }

  package var why: String {
    switch self {
    case .unreadable(_, EINVAL): "it is not a regular file"
    case .unreadable(_, let code), .unwritable(_, let code): reason(code)
    case .empty: "the file is empty"
    case .unknownFormat(let bytes):
      "it begins with \(Self.hexadecimal(bytes)), which no format does"
    case .foreign(let format): format.text
    case .ambiguousFolder(let names) where names.isEmpty: "the folder holds no checkpoint"
    case .ambiguousFolder(let names):
      "the folder holds several checkpoints: '\(names.prefix(5).joined(separator: "', '"))'"
        + (names.count > 5 ? ", …" : "")
    case .truncated(let subject, let offset, let needed, let available):
      "its \(subject) needs \(needed) bytes at offset \(offset), but only \(available) are left"
    case .lengthBeyondEnd(let subject, let offset, let length, let available):
      "its \(subject) at offset \(offset) announces \(length) bytes, but only \(available) are left"
    case .malformed(let subject, let offset, let rule):
      "its \(subject) is broken at offset \(offset): \(rule)"
    case .duplicate(let subject, let name): "its \(subject) holds '\(name)' twice"
    case .tooLarge(let subject, let size, let limit):
      "its \(subject) would unfold to \(size), beyond the limit of \(limit)"
    case .overBudget(.memory, let limit):
      "reading it would take more than \(NumberText.bytes(limit)) of memory, the limit for a file "
        + "of its size (64 MiB and 16 times the file)"
    case .overBudget(.steps, let limit):
      "reading it would take more than \(limit) steps, the limit for a file of its size (64 Mi "
        + "and 16 for each byte)"
    case .unsupported(let subject, let feature): "its \(subject) uses \(feature)"
    case .torchScript: "it is a TorchScript program, whose operators are not read"
    case .refusedGlobal(let name, let offset):
      "its pickle asks for '\(name)' at offset \(offset), which is refused"
    case .refusedOpcode(let code, let offset):
      "its pickle has operation \(Self.hexadecimal([code])) at offset \(offset), which is refused"
    case .tensorOutOfBounds(let name, let shape, let bytes):
      "tensor '\(name)' of shape \(shape.shapeText) does not fit its \(bytes) bytes"
    case .refusedPath(let place, let tensor):
      "its tensor '\(tensor)' lies in '\(place)', which is no plain name beside it"
    case .missingCompanion(let name): "its weights are in '\(name)', which can't be read beside it"
    case .missingReader(let path):
      "it is HDF5, and the program that reads it, '\(path)', is missing"
    case .readerFailed(let status, let message):
      "the program that reads HDF5 "
        + (status < 0 ? "was stopped by signal \(-status)" : "ended with status \(status)")
        + (message.isEmpty ? "" : ": \(message)")
    case .noTensors: "it holds no tensors by name"
    case .unknownNames(let names):
      "tensor names such as '\(names.joined(separator: "', '"))' belong to no EfficientNet"
    case .unknownVariant(let scheme, let mismatch):
      "its \(scheme.rawValue) tensors fit no variant; in the nearest, \(mismatch.text)"
    case .wrongVariant(let asked, _, let mismatch): "it is not \(asked): \(mismatch.text)"
    case .wrongDialect(let dialect, let variant):
      "dialect '\(dialect.rawValue)' has no \(variant)"
    case .unknownHead(let names) where names.isEmpty: "it has no classifier"
    case .unknownHead(let names):
      "no fully connected layer for its features is among '\(names.prefix(5).quotedList)'"
    case .unexplainedTensors(let names):
      (names.count == 1 ? "its tensor" : "\(names.count) of its tensors, such as")
        + " '\(names.prefix(5).quotedList)'"
        + (names.count == 1 ? " has" : " have") + " no place in the network that would run"
    case .severalNetworks(let places):
      "it holds \(places.count) networks: '\(places.quotedList)'"
    case .nothingUnder(let prefix, _): "no tensor's name begins with '\(prefix)'"
    case .severalHeads(let names):
      "\(names.count) layers could be its head: '\(names.prefix(8).quotedList)'"
    case .unknownHeadName(let name, let known):
      known.count > 1
        ? "'\(name)' belongs to several heads" : "it has no head '\(name)'"
    case .unknownActivation(let one, let other):
      "the file does not tell which function is between its layers '\(one)' and '\(other)'"
    case .unknownConcatenation(let name, let inputs, let features):
      "its head '\(name)' reads \(inputs) numbers, but the features have \(features) channels, "
        + "and the file does not tell how they are pooled"
    case .otherOperator(let found, let expected):
      "its graph \(found.map { "has \($0)" } ?? "ends") where the network has \(expected)"
    case .unknownClass(let name):
      "its module \(name) runs code that is not in the file, so what it computes is not known"
    case .unknownPooling(let name): "it states the pooling '\(name)', which is not known"
    case .otherActivation(let name, let variant):
      "its configuration has the activation '\(name)', which \(variant) has not"
    case .biaslessHead(let name):
      "its head '\(name)' has no bias, so it may be a fully connected layer or compare directions"
    case .softmaxOfOne: "it has one output, whose softmax is always 1"
    case .hiddenLayer(let name, let shape, let last):
      "its classifier has the hidden layer '\(name)' (\(shape.reversed().arrowText)) before '\(last)'"
    case .notInstalled(let variant, _): "no weights of \(variant) are installed"
    case .unknownWeights(let name, _): "the catalogue has no '\(name)'"
    case .noHubName(let text): "'\(text)' is no model of the hub"
    case .wrongHash(_, let expected, let found):
      "its SHA-256 is \(found), but \(expected) was published"
    case .download(let failure): failure.why
    case .nameTaken(let name): "weights called '\(name)' are installed already"
    case .unusableName(let name):
      "'\(name)' is no name: letters, digits, '.', '-' and '_', 100 at most, are"
    case .noTemporaryFile(let folder, let code):
      "no temporary file fits into '\(folder)': \(reason(code))"
    case .missingProgram(let program): "'\(program)' is not installed"
    case .commandFailed(let program, let status, let message):
      "'\(program)' ended with status \(status): \(message)"
    }
  }

  package var advice: String? {
    switch self {
    case .refusedGlobal, .refusedOpcode:
      "save the weights alone as safetensors if you trust where it comes from"
    case .wrongVariant(_, let fits?, _): "try \(OptionName.variant) \(fits)"
    case .unknownFormat:
      "PyTorch checkpoints, safetensors, Keras' HDF5 and archives, ONNX and TFLite are read"
    case .torchScript:
      "save net.state_dict() before tracing or scripting, or export the network to ONNX"
    case .foreign(let format): format.advice
    case .ambiguousFolder(let names):
      names.isEmpty
        ? "a folder must have \(CheckpointFolder.fileNames[0]) or pytorch_model.bin"
        : "give one of these files"
    case .hiddenLayer: "heads of one fully connected layer are read"
    case .unexplainedTensors:
      "if they do not matter, \(OptionName.ignoreTensors) 'PATTERN' leaves them out"
    case .severalNetworks(let places):
      "\(OptionName.tensorsUnder) \(places.first { !$0.isEmpty } ?? "PREFIX") chooses one"
    case .nothingUnder(_, let paths) where !paths.isEmpty:
      "it has '\(paths.prefix(5).quotedList)'"
    case .nothingUnder: "'effscope weights inspect' lists the names"
    case .severalHeads(let names): "\(OptionName.head) \(names.first ?? "NAME") chooses one"
    case .unknownHeadName(_, let names) where !names.isEmpty:
      "use one of '\(names.prefix(8).quotedList)'"
    case .unknownActivation:
      "\(OptionName.headActivation) \(HiddenActivation.names.joined(separator: "|")) decides it"
    case .biaslessHead(let name):
      "\(OptionName.head) \(name) reads it as a fully connected layer"
    case .unknownClass:
      "save net.state_dict(), export the network to ONNX, or read the tensors alone with "
        + "\(OptionName.asStateDict)"
    case .softmaxOfOne: "use sigmoid or linear"
    case .missingCompanion(let name): "put '\(name)' into the same folder"
    case .missingReader:
      "build it with 'make build' or name it in EFFSCOPE_HDF5_READER"
    case .readerFailed: "the file is broken or hostile; save the weights as safetensors"
    case .overBudget: "save the weights alone as safetensors"
    case .truncated, .lengthBeyondEnd: "is the download complete?"
    case .notInstalled(let variant, true): "run 'effscope weights pull \(variant)'"
    case .notInstalled: "give a file with \(OptionName.checkpoint)"
    case .unknownWeights(_, let near) where !near.isEmpty:
      "did you mean '\(near.joined(separator: "', '"))'?"
    case .unknownWeights: "'effscope weights list' shows what there is"
    case .noHubName: "write hf:OWNER/NAME or hf:OWNER/NAME@REVISION"
    case .wrongHash: "pull it again"
    case .download(let failure): failure.advice
    case .nameTaken:
      "choose another with \(OptionName.name), or replace them with \(OptionName.force)"
    case .unusableName: "choose another with \(OptionName.name)"
    case .noTemporaryFile: "set TMPDIR to a folder with room"
    case .missingProgram(let program): "install \(program)"
    default: nil
    }
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(separator: " ")
  }
}

extension Collection where Element == String {
  /// The names between the first and the last quotation mark: `a', 'b`.
  fileprivate var quotedList: String { joined(separator: "', '") }
}

extension TensorMismatch {
  /// `'conv_stem.weight' is 40×3×3×3 instead of 32×3×3×3`.
  var text: String {
    switch (expected, found) {
    case (let expected?, let found?):
      "'\(name)' is \(found.shapeText) instead of \(expected.shapeText)"
    case (let expected?, nil): "'\(name)' (\(expected.shapeText)) is missing"
    case (nil, _): "'\(name)' is one tensor too many"
    }
  }
}

extension [Int] {
  /// `32×3×3×3`.
  var shapeText: String { isEmpty ? "scalar" : map(String.init).joined(separator: "×") }
  /// `1280 → 256`.
  var arrowText: String { map(String.init).joined(separator: " → ") }
}
