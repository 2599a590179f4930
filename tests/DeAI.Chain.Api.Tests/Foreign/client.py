"""A client that knows only an address: it learns every message by reflection and speaks through grpcio."""
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

target, reflection_set, signed, pending = sys.argv[1], sys.argv[2], bytes.fromhex(sys.argv[3]), bytes.fromhex(sys.argv[4])
channel = grpc.insecure_channel(target, options=[("grpc.enable_http_proxy", 0)])
pool = descriptor_pool.DescriptorPool()
with open(reflection_set, "rb") as file:
    for proto in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
        pool.Add(proto)


def message(name):
    descriptor = pool.FindMessageTypeByName(name)
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(pool).GetPrototype(descriptor)


ask = message("grpc.reflection.v1alpha.ServerReflectionRequest")
answer = message("grpc.reflection.v1alpha.ServerReflectionResponse")
reflect = channel.stream_stream(
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
    request_serializer=ask.SerializeToString, response_deserializer=answer.FromString)
services = [s.name for s in next(reflect(iter([ask(list_services="")]))).list_services_response.service]
wanted = ["Transactions", "Blocks", "State", "Accounts", "Federation", "Models", "Bounties", "Governance", "Audit", "Node"]
assert all("deai.chain.v1." + name in services for name in wanted), services

files, known = [], set()
for name in wanted:
    response = next(reflect(iter([ask(file_containing_symbol="deai.chain.v1." + name)])))
    for raw in response.file_descriptor_response.file_descriptor_proto:
        proto = descriptor_pb2.FileDescriptorProto.FromString(raw)
        if proto.name not in known:
            known.add(proto.name)
            files.append(proto)
while files:
    ready = [f for f in files if all(d not in known or d in [p for p in known if p not in [g.name for g in files]] for d in f.dependency)]
    assert ready, [f.name for f in files]
    for proto in ready:
        pool.Add(proto)
        files.remove(proto)


def method(service, name):
    found = pool.FindServiceByName("deai.chain.v1." + service).FindMethodByName(name)
    request, response = message(found.input_type.full_name), message(found.output_type.full_name)
    kind = {(False, False): "unary_unary", (False, True): "unary_stream", (True, True): "stream_stream"}[
        (getattr(found, "client_streaming", name == "SubmitStream"), getattr(found, "server_streaming", name in ("Subscribe", "SubmitStream")))]
    call = getattr(channel, kind)(
        "/deai.chain.v1.%s/%s" % (service, name), request_serializer=request.SerializeToString, response_deserializer=response.FromString)
    return request, call


request, call = method("Node", "GetStatus")
status = call(request(), timeout=10)
assert status.chain_name == "api-test", status

request, call = method("Transactions", "SubmitAndWait")
final = call(request(transaction=signed), timeout=10)
assert final.transaction.receipt.applied and final.transaction.module == "accounts", final

try:
    call(request(transaction=signed), timeout=10)
    raise AssertionError("accepted twice")
except grpc.RpcError as error:
    assert error.code() == grpc.StatusCode.ALREADY_EXISTS, error
    details = dict(error.trailing_metadata()).get("grpc-status-details-bin") or dict(error.initial_metadata()).get("grpc-status-details-bin")
    assert b"api.already_final" in details and b"deai.chain" in details, details

try:
    call(request(transaction=b"\x01\x02"), timeout=10)
    raise AssertionError("accepted nonsense")
except grpc.RpcError as error:
    assert error.code() == grpc.StatusCode.INVALID_ARGUMENT, error

request, call = method("Blocks", "Subscribe")
heights = []
stream = call(request(after_cursor="0"), timeout=10)
for response in stream:
    heights.append(response.header.height)
    if response.header.height >= status.finalized_height + 1:
        break
stream.cancel()
assert heights == list(range(1, status.finalized_height + 2)), heights

request, call = method("Transactions", "SubmitStream")
outcomes = [o for r in call(iter([request(transactions=[pending, b"\x09"], wait=True)]), timeout=10) for o in r.outcomes]
assert sorted(o.state for o in outcomes) == [1, 2, 3], outcomes

request, call = method("State", "Get")
proof = call(request(key=b"\x01\x02"), timeout=10)
assert not proof.present and proof.proof and proof.finality.certificate, proof
try:
    call(request(key=b"\x01", height=10**6), timeout=10)
    raise AssertionError("a future height")
except grpc.RpcError as error:
    assert error.code() == grpc.StatusCode.OUT_OF_RANGE, error
print("done")
