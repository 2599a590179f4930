"""Calls the echo service with grpcio. Knows only the reflection protocol; every other message is learned from the server.

Arguments: HOST:PORT, and a file with a serialized FileDescriptorSet that holds grpc/reflection/v1alpha/reflection.proto.
Prints one line per check; the first failure ends it with a traceback.
"""
import sys

import grpc
from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, duration_pb2, message_factory

target, set_path = sys.argv[1], sys.argv[2]
pool = descriptor_pool.DescriptorPool()
factory = message_factory.MessageFactory(pool)


def add(data, seen=set()):
    file = descriptor_pb2.FileDescriptorProto.FromString(data)
    if file.name not in seen:
        seen.add(file.name)
        pool.Add(file)


def message(name):
    return factory.GetPrototype(pool.FindMessageTypeByName(name))


with open(set_path, "rb") as stream:
    for file in descriptor_pb2.FileDescriptorSet.FromString(stream.read()).file:
        add(file.SerializeToString())

channel = grpc.insecure_channel(target)


def check(name, condition):
    assert condition, name
    print("ok", name)


# Reflection, over one stream.
Ask = message("grpc.reflection.v1alpha.ServerReflectionRequest")
Told = message("grpc.reflection.v1alpha.ServerReflectionResponse")
reflect = channel.stream_stream(
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", Ask.SerializeToString, Told.FromString)
answers = list(reflect(iter([Ask(list_services=""), Ask(file_containing_symbol="deai.test.v1.Echo"),
                             Ask(file_containing_symbol="grpc.health.v1.Health")]), timeout=20))
names = [service.name for service in answers[0].list_services_response.service]
check("reflection lists services", "deai.test.v1.Echo" in names and "grpc.health.v1.Health" in names)
for answer in answers[1:]:
    for data in reversed(answer.file_descriptor_response.file_descriptor_proto):
        add(data)

Request, Response = message("deai.test.v1.EchoRequest"), message("deai.test.v1.EchoResponse")
Count = message("deai.test.v1.CountRequest")
method = lambda kind, name, request: getattr(channel, kind)(
    "/deai.test.v1.Echo/" + name, request.SerializeToString, Response.FromString)
say = method("unary_unary", "Say", Request)
count = method("unary_stream", "Count", Count)
add_up = method("stream_unary", "Sum", Request)
talk = method("stream_stream", "Talk", Request)

# The four shapes.
response, call = say.with_call(Request(text="grüße", number=-3, payload=b"\0" * 300000),
                               metadata=[("x-text", "v"), ("x-raw-bin", b"\0\xff\x01")], timeout=20)
check("unary", response.text == "grüße" and response.number == -3 and len(response.payload) == 300000)
headers = dict(call.initial_metadata())
check("metadata", headers["x-text"] == "v" and headers["x-raw-bin"] == b"\0\xff\x01")
check("server stream", [r.number for r in count(Count(messages=5000, payload_bytes=100), timeout=20)] == list(range(5000)))
check("empty server stream", list(count(Count(), timeout=20)) == [])
check("client stream", add_up((Request(number=i) for i in range(2000)), timeout=20).number == 1999000)
talked = list(talk((Request(number=i) for i in range(2000)), timeout=20))
check("duplex", [r.number for r in talked[:-1]] == list(range(2000)) and talked[-1].text == "end")


# Errors.
def failure(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise AssertionError("no error")


def details(error):
    """google.rpc.Status by hand: field 3 holds the details; python3-grpcio comes without grpc_status."""
    raw = dict(error.trailing_metadata())["grpc-status-details-bin"]
    status = descriptor_pb2.FileDescriptorProto(name="s.proto", package="google.rpc", syntax="proto3", dependency=["google/protobuf/any.proto", "google/protobuf/duration.proto"])
    kind = status.message_type.add(name="Status")
    kind.field.add(name="code", number=1, type=5, label=1)
    kind.field.add(name="message", number=2, type=9, label=1)
    kind.field.add(name="details", number=3, type=11, label=3, type_name=".google.protobuf.Any")
    info = status.message_type.add(name="ErrorInfo")
    info.field.add(name="reason", number=1, type=9, label=1)
    info.field.add(name="domain", number=2, type=9, label=1)
    retry = status.message_type.add(name="RetryInfo")
    retry.field.add(name="retry_delay", number=1, type=11, label=1, type_name=".google.protobuf.Duration")
    own = descriptor_pool.DescriptorPool()
    own.AddSerializedFile(any_pb2.DESCRIPTOR.serialized_pb)
    own.AddSerializedFile(duration_pb2.DESCRIPTOR.serialized_pb)
    own.Add(status)
    make = lambda name: message_factory.MessageFactory(own).GetPrototype(own.FindMessageTypeByName("google.rpc." + name))
    decoded = make("Status").FromString(raw)
    by_type = {d.type_url: d.value for d in decoded.details}
    return (decoded, make("ErrorInfo").FromString(by_type["type.googleapis.com/google.rpc.ErrorInfo"]),
            make("RetryInfo").FromString(by_type["type.googleapis.com/google.rpc.RetryInfo"]))


for where, call in [("headers", lambda: say(Request(text="fail"), timeout=20)),
                    ("trailers", lambda: list(count(Count(messages=3, then="fail"), timeout=20)))]:
    error = failure(call)
    status, info, retry = details(error)
    check("error in " + where, error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
          and error.details() == "Der Vorrat ist voll: 100 % \u2603")
    check("details in " + where, status.code == 8 and status.message == error.details()
          and (info.reason, info.domain) == ("MEMPOOL_FULL", "deai.chain") and retry.retry_delay.nanos == 500000000)

error = failure(lambda: say(Request(text="crash"), timeout=20))
check("crash", error.code() == grpc.StatusCode.INTERNAL and "secret" not in error.details())
check("deadline", failure(lambda: say(Request(text="wait"), timeout=0.3)).code() == grpc.StatusCode.DEADLINE_EXCEEDED)
check("unknown method", failure(lambda: channel.unary_unary("/a.B/C")(b"", timeout=20)).code() == grpc.StatusCode.UNIMPLEMENTED)
check("too large", failure(lambda: say(Request(payload=b"\0" * 4200000), timeout=20)).code() == grpc.StatusCode.RESOURCE_EXHAUSTED)
packed = grpc.insecure_channel(target, compression=grpc.Compression.Gzip)
zipped = packed.unary_unary("/deai.test.v1.Echo/Say", Request.SerializeToString, Response.FromString)
check("compressed", failure(lambda: zipped(Request(text="a" * 10000), timeout=20)).code() == grpc.StatusCode.UNIMPLEMENTED)

early = say.future(Request(text="headers"), timeout=1)
check("headers before the deadline", dict(early.initial_metadata()).get("x-hash") == "abc")
check("deadline after headers", failure(early.result).code() == grpc.StatusCode.DEADLINE_EXCEEDED)

# Health.
Ask, Told = message("grpc.health.v1.HealthCheckRequest"), message("grpc.health.v1.HealthCheckResponse")
health = channel.unary_unary("/grpc.health.v1.Health/Check", Ask.SerializeToString, Told.FromString)
check("health", health(Ask(), timeout=20).status == 1)
print("done")
