"""What programs print of an event: ``print_r``, ``var_dump``, Laravel's ``dump()``."""
