"""The policy file: what an editor knows about it, and the one that the server keeps in force (K1).

There is no second model of a policy here. The descriptor of `Policy` is the model: the
reader (`server.translate.files`) and the published JSON Schema both walk it.
"""
