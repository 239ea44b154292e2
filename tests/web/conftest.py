"""The pages are looked at from a desk like the flow's."""

from tests.flow.conftest import desk as desk
